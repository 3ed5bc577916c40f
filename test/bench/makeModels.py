#!/usr/bin/env python3
"""Writes the models of the benchmarks: python makeModels.py OUT. Seeded weights, no downloads; a model that exists is left alone."""
import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL='3', CUDA_VISIBLE_DEVICES='')
import numpy as np
import tensorflow as tf
import tf_keras

FUNCTIONS, NODES = 1000, 103


def keras_model(name):
    tf_keras.utils.set_random_seed(7)
    return lambda path: getattr(tf_keras.applications, name)(weights=None).save(path)


def large_graph(path):
    """62 MB of saved_model.pb: 1,000 functions of 103 nodes with 60 kB of constants each, all called from the signature."""
    v1 = tf.compat.v1
    random = np.random.RandomState(7)

    def body(number):
        constant = random.standard_normal(15_000).astype(np.float32)

        @tf.function(input_signature=[tf.TensorSpec((8,), tf.float32, name='x')])
        def part(x):
            for i in range(20):
                x = tf.nn.relu(tf.add(tf.multiply(x, 0.5), float(i)))
            return x + tf.reduce_sum(tf.constant(constant))
        return part
    with v1.Graph().as_default(), v1.Session() as session:
        x = y = v1.placeholder(tf.float32, (8,), name='x')
        for number in range(FUNCTIONS):
            y = body(number)(y)
        signature = v1.saved_model.build_signature_def({'x': v1.saved_model.build_tensor_info(x)}, {'y': v1.saved_model.build_tensor_info(tf.identity(y, name='y'))}, 'tensorflow/serving/predict')
        builder = v1.saved_model.Builder(path)
        builder.add_meta_graph_and_variables(session, ['serve'], {'serving_default': signature})
        builder.save()


MODELS = {'resnet50': keras_model('ResNet50'), 'mobilenetv2': keras_model('MobileNetV2'), 'large_graph': large_graph}

for name, make in MODELS.items():
    target = os.path.join(sys.argv[1], name)
    if not os.path.exists(os.path.join(target, 'saved_model.pb')):
        make(target)
    print(name, os.path.getsize(os.path.join(target, 'saved_model.pb')) // 1000, 'kB')
