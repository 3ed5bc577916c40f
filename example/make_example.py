#!/usr/bin/env python3
"""Trains the bundled example: a small CNN that reads handwritten digits (scikit-learn's, 8 x 8 pixels), in about half a minute.

    python example/make_example.py          # needs tensorflow, tf_keras, scikit-learn

Writes example/digits (the SavedModel), example/digit.npy and digit.png (a real input) and example/labels.txt. Seeded, so that
it gives the same model again on the same versions.
"""
import os
import shutil
import struct
import zlib

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
os.environ['TF_DETERMINISTIC_OPS'] = '1'
import numpy as np
import tf_keras as keras
from sklearn.datasets import load_digits

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = 32
NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']


def enlarge(images):
    """8 x 8 to 32 x 32 by bilinear interpolation: large enough for feature maps that one can look at."""
    at = (np.arange(SIZE) + 0.5) * 8 / SIZE - 0.5
    low = np.clip(np.floor(at).astype(int), 0, 7)
    high = np.clip(low + 1, 0, 7)
    part = np.clip(at - low, 0, 1).astype(np.float32)
    rows = images[:, low] * (1 - part)[None, :, None] + images[:, high] * part[None, :, None]
    return rows[:, :, low] * (1 - part) + rows[:, :, high] * part


def write_png(path, pixels):
    height, width = pixels.shape
    raw = b''.join(b'\0' + row.tobytes() for row in pixels)

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    with open(path, 'wb') as f:
        f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(raw, 9)) + chunk(b'IEND', b''))


def main():
    keras.utils.set_random_seed(7)
    digits = load_digits()
    images = (enlarge(digits.images.astype(np.float32)) / 16)[..., None]
    order = np.random.RandomState(7).permutation(len(images))
    images, labels = images[order], digits.target[order]
    held = 300
    layers = keras.layers
    model = keras.Sequential([
        layers.InputLayer((SIZE, SIZE, 1), name='image'),
        layers.Conv2D(8, 5, activation='relu', name='strokes'),
        layers.MaxPooling2D(name='strokes_pool'),
        layers.Conv2D(16, 3, activation='relu', name='curves'),
        layers.MaxPooling2D(name='curves_pool'),
        layers.Conv2D(24, 3, activation='relu', name='shapes'),
        layers.Flatten(name='flatten'),
        layers.Dense(32, activation='relu', name='features'),
        layers.Dropout(0.2, name='dropout'),
        layers.Dense(10, activation='softmax', name='digit'),
    ], name='digits')
    model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
    model.fit(images[held:], labels[held:], batch_size=32, epochs=30, verbose=2)
    print('held-out accuracy %.3f' % model.evaluate(images[:held], labels[:held], verbose=0)[1])
    target = os.path.join(HERE, 'digits')
    shutil.rmtree(target, ignore_errors=True)
    # The optimizer's slots would triple the folder and mean nothing to somebody who looks at activations.
    model.save(target, save_format='tf', include_optimizer=False)
    chosen = int(np.flatnonzero(labels[:held] == 3)[0])
    np.save(os.path.join(HERE, 'digit.npy'), images[chosen:chosen + 1])
    write_png(os.path.join(HERE, 'digit.png'), np.round(images[chosen, ..., 0] * 255).astype(np.uint8))
    with open(os.path.join(HERE, 'labels.txt'), 'w') as f:
        f.write('\n'.join(NAMES) + '\n')


main()
