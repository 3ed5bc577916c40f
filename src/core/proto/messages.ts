// The single door to the generated messages (proto/tensorflow.binpb): nobody else imports generated files.
export { AttrValueSchema, AttrValue_ListValueSchema, NameAttrListSchema } from './gen/tensorflow/core/framework/attr_value_pb.ts';
export type { AttrValue, AttrValue_ListValue, NameAttrList } from './gen/tensorflow/core/framework/attr_value_pb.ts';
export { FunctionDefSchema, FunctionDefLibrarySchema } from './gen/tensorflow/core/framework/function_pb.ts';
export type { FunctionDef, FunctionDefLibrary } from './gen/tensorflow/core/framework/function_pb.ts';
export { GraphDefSchema } from './gen/tensorflow/core/framework/graph_pb.ts';
export type { GraphDef } from './gen/tensorflow/core/framework/graph_pb.ts';
export { NodeDefSchema } from './gen/tensorflow/core/framework/node_def_pb.ts';
export type { NodeDef } from './gen/tensorflow/core/framework/node_def_pb.ts';
export { OpDefSchema, OpDef_ArgDefSchema, OpListSchema } from './gen/tensorflow/core/framework/op_def_pb.ts';
export type { OpDef, OpDef_ArgDef, OpDef_AttrDef, OpList } from './gen/tensorflow/core/framework/op_def_pb.ts';
export { TensorProtoSchema, VariantTensorDataProtoSchema } from './gen/tensorflow/core/framework/tensor_pb.ts';
export type { TensorProto, VariantTensorDataProto } from './gen/tensorflow/core/framework/tensor_pb.ts';
export { TensorShapeProtoSchema } from './gen/tensorflow/core/framework/tensor_shape_pb.ts';
export type { TensorShapeProto } from './gen/tensorflow/core/framework/tensor_shape_pb.ts';
export { TensorSliceProtoSchema } from './gen/tensorflow/core/framework/tensor_slice_pb.ts';
export type { TensorSliceProto } from './gen/tensorflow/core/framework/tensor_slice_pb.ts';
export { VariableDefSchema } from './gen/tensorflow/core/framework/variable_pb.ts';
export type { VariableDef } from './gen/tensorflow/core/framework/variable_pb.ts';
export { VersionDefSchema } from './gen/tensorflow/core/framework/versions_pb.ts';
export type { VersionDef } from './gen/tensorflow/core/framework/versions_pb.ts';
export {
  AssetFileDefSchema,
  CollectionDefSchema,
  MetaGraphDefSchema,
  SignatureDefSchema,
  TensorInfoSchema,
} from './gen/tensorflow/core/protobuf/meta_graph_pb.ts';
export type {
  AssetFileDef,
  CollectionDef,
  MetaGraphDef,
  SignatureDef,
  TensorInfo,
} from './gen/tensorflow/core/protobuf/meta_graph_pb.ts';
export { SavedModelSchema as SavedModelProtoSchema } from './gen/tensorflow/core/protobuf/saved_model_pb.ts';
export type { SavedModel as SavedModelProto } from './gen/tensorflow/core/protobuf/saved_model_pb.ts';
export { SavedObjectGraphSchema, SavedObjectSchema } from './gen/tensorflow/core/protobuf/saved_object_graph_pb.ts';
export type {
  SavedConcreteFunction,
  SavedObjectGraph,
  SavedObject as SavedObjectProto,
} from './gen/tensorflow/core/protobuf/saved_object_graph_pb.ts';
export { SaverDefSchema, SaverDef_CheckpointFormatVersion } from './gen/tensorflow/core/protobuf/saver_pb.ts';
export type { SaverDef } from './gen/tensorflow/core/protobuf/saver_pb.ts';
export { StructuredValueSchema } from './gen/tensorflow/core/protobuf/struct_pb.ts';
export type { StructuredValue, TypeSpecProto } from './gen/tensorflow/core/protobuf/struct_pb.ts';
export {
  BundleEntryProtoSchema,
  BundleHeaderProtoSchema,
  BundleHeaderProto_Endianness,
} from './gen/tensorflow/core/protobuf/tensor_bundle_pb.ts';
export type { BundleEntryProto, BundleHeaderProto } from './gen/tensorflow/core/protobuf/tensor_bundle_pb.ts';
export { TrackableObjectGraphSchema } from './gen/tensorflow/core/protobuf/trackable_object_graph_pb.ts';
export type { TrackableObjectGraph } from './gen/tensorflow/core/protobuf/trackable_object_graph_pb.ts';
export { SavedMetadataSchema } from './gen/tf_keras/protobuf/saved_metadata_pb.ts';
export { ExampleSchema, SequenceExampleSchema } from './gen/tensorflow/core/example/example_pb.ts';
export type { Example } from './gen/tensorflow/core/example/example_pb.ts';
