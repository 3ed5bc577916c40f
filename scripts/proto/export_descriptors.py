#!/usr/bin/env python3
"""Writes proto/tensorflow.binpb: the descriptors of the messages a SavedModel holds, from the TensorFlow and tf_keras packages.

    python scripts/proto/export_descriptors.py proto/tensorflow.binpb && npm run generate
"""
import sys

from google.protobuf import descriptor_pb2
from tensorflow.core.example import example_pb2
from tensorflow.core.protobuf import saved_model_pb2, tensor_bundle_pb2, trackable_object_graph_pb2
from tf_keras.protobuf import saved_metadata_pb2

out = descriptor_pb2.FileDescriptorSet()
seen = set()


def add(file):
    if file.name in seen:
        return
    seen.add(file.name)
    for dependency in file.dependencies:
        add(dependency)
    file.CopyToProto(out.file.add())


for module in (saved_model_pb2, trackable_object_graph_pb2, tensor_bundle_pb2, saved_metadata_pb2, example_pb2):
    add(module.DESCRIPTOR)
with open(sys.argv[1], 'wb') as target:
    target.write(out.SerializeToString(deterministic=True))
