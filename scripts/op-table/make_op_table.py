"""Writes src/core/graph/opTable.json: what TensorFlow's own op registry says about every op, one line of text per op.

    python make_op_table.py > ../../src/core/graph/opTable.json

Needs Python TensorFlow (the table in the tree was made with 2.21.0). The grammar of a line is documented in src/core/graph/opTable.ts.
"""
import json
import math
import os
import sys

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
import tensorflow as tf
from tensorflow.core.framework import op_def_pb2
from tensorflow.python.client import pywrap_tf_session as c_api


def registered_ops():
    """OpDefs of the C++ registry, which knows more ops than those with Python wrappers."""
    buffer = c_api.TF_GetAllOpList()
    ops = op_def_pb2.OpList()
    ops.ParseFromString(c_api.TF_GetBuffer(buffer))
    return sorted(ops.op, key=lambda op: op.name)


def arg(definition):
    if definition.type_list_attr:
        kind = '@' + definition.type_list_attr
    else:
        kind = definition.type_attr or str(definition.type)
        if definition.number_attr:
            kind = definition.number_attr + '*' + kind
    return definition.name + ':' + kind + ('&' if definition.is_ref else '')


def shape(value):
    return None if value.unknown_rank else [dim.size for dim in value.dim]


# attr type -> (field of AttrValue and of AttrValue.ListValue, its value as JSON can hold it);
# a default of type tensor is null: no reader needs its value, only that the attr may be left out
FORMS = {
    'type': ('type', int),
    'shape': ('shape', shape),
    'int': ('i', int),
    'float': ('f', lambda value: value if math.isfinite(value) else str(value)),
    'bool': ('b', bool),
    'string': ('s', lambda value: value.decode('latin-1')),
    'func': ('func', lambda value: value.name),
    'tensor': ('tensor', lambda value: None),
}


def default(definition):
    kind = definition.type
    value = definition.default_value
    if kind.startswith('list('):
        field, form = FORMS[kind[len('list('):-1]]
        return [form(item) for item in getattr(value.list, field)]
    field, form = FORMS[kind]
    return form(getattr(value, field))


def attr(definition):
    text = definition.name + ':' + definition.type
    if definition.HasField('default_value'):
        value = json.dumps(default(definition), separators=(',', ':'))
        text += '=' + value.replace(' ', '\\u0020').replace('|', '\\u007c')
    return text


def line(op):
    return '|'.join([
        op.name,
        's' if op.is_stateful else '',
        ' '.join(arg(a) for a in op.input_arg),
        ' '.join(arg(a) for a in op.output_arg),
        ' '.join(attr(a) for a in op.attr),
    ])


def main():
    ops = [line(op) for op in registered_ops()]
    json.dump({'tensorflow': tf.__version__, 'ops': ops}, sys.stdout, indent=0, ensure_ascii=True)
    sys.stdout.write('\n')


if __name__ == '__main__':
    main()
