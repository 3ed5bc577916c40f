import { FileNode } from '../inlinedNode.ts';
import { asNumbers, attrOf, numbersAttr } from '../nodeAttrs.ts';
import { broadcast, common, rules, type ShapeRule } from './rule.ts';

const like =
  (index: number): ShapeRule =>
  ({ input }) => [input(index)];

/** Shape attribute of the node itself: placeholders and variables. */
const declared: ShapeRule = ({ node }) => [numbersAttr(node, 'shape')];

/** Before GraphDef version 24 a placeholder of unknown shape was written as a scalar (tensorflow/core/ops/array_ops.cc). */
const placeholder: ShapeRule = ({ node }) => {
  const shape = numbersAttr(node, 'shape');
  return [
    shape?.length === 0 && node instanceof FileNode && node.frame.context.metaGraph.graph.producer < 24 ? undefined : shape,
  ];
};

const switched: ShapeRule = ({ input }) => [input(0), input(0)];

/** Ops whose output has the shape of an input, or is declared by the node. */
export const ELEMENTWISE = [
  ...rules(
    'Abs Acos Acosh Asin Asinh Atan Atanh BesselI0e BesselI1e Ceil Cos Cosh Digamma Erf Erfc Erfinv Exp Expm1 Floor Inv IsFinite IsInf IsNan Lgamma ' +
      'Log Log1p LogicalNot Ndtri Neg OnesLike Reciprocal Rint Round Rsqrt Sigmoid Sign Sin Sinh Sqrt Square Tan Tanh ZerosLike Conj Real Imag ComplexAbs Angle Invert ' +
      'Relu Relu6 Elu Selu LeakyRelu Softplus Softsign Softmax LogSoftmax Identity StopGradient PreventGradient Snapshot CheckNumerics CheckNumericsV2 EnsureShape ' +
      'Cast Bitwise BiasAdd BiasAddV1 LRN L2Normalize Cumsum Cumprod CumulativeLogsumexp ReverseV2 Reverse ReverseSequence RandomShuffle Roll ClipByValue InvertPermutation ' +
      'FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars FakeQuantWithMinMaxVarsPerChannel QuantizeAndDequantize QuantizeAndDequantizeV2 QuantizeAndDequantizeV3 QuantizeAndDequantizeV4 ' +
      'StringLower StringUpper StringStrip StringLength AsString StringToNumber StringToHashBucket StringToHashBucketFast StringToHashBucketStrong StaticRegexReplace RegexReplace ' +
      'StaticRegexFullMatch DecodeBase64 EncodeBase64 MatrixInverse Cholesky MatrixBandPart Bucketize Enter RefEnter Exit RefExit NextIteration RefNextIteration LoopCond ' +
      'Print DebugIdentity DebugIdentityV2 FFT IFFT FFT2D IFFT2D TensorScatterUpdate TensorScatterNdUpdate TensorScatterAdd TensorScatterSub ScatterNdNonAliasingAdd DeepCopy CopyHost Copy',
    like(0),
  ),
  ...rules('Select LookupTableFind LookupTableFindV2', like(1)),
  ...rules('Switch RefSwitch', switched),
  ...rules('Merge RefMerge', ({ node, input }) => [node.inputs.map((_, index) => input(index)).reduce(common), []]),
  ...rules('Placeholder', placeholder),
  ...rules('PlaceholderV2 Variable VariableV2 TemporaryVariable', declared),
  ...rules('PlaceholderWithDefault', ({ node, input }) => [numbersAttr(node, 'shape') ?? input(0)]),
  ...rules('ReadVariableOp', ({ node }) => [variableShape(node.inputs[0]?.node)]),
  ...rules(
    'Add AddV2 Sub Mul Div RealDiv Maximum Minimum Pow SquaredDifference FloorDiv FloorMod Mod TruncateDiv TruncateMod DivNoNan MulNoNan Xdivy Xlogy Xlog1py Atan2 ' +
      'Equal NotEqual Less LessEqual Greater GreaterEqual LogicalAnd LogicalOr BitwiseAnd BitwiseOr BitwiseXor LeftShift RightShift NextAfter Igamma Igammac Zeta Polygamma Complex ApproximateEqual',
    ({ input }) => [broadcast(input(0), input(1))],
  ),
  ...rules('SelectV2', ({ input }) => [broadcast(broadcast(input(0), input(1)), input(2))]),
  ...rules('AddN AccumulateNV2', ({ node, input }) => [
    node.inputs.map((_, index) => input(index)).find((shape) => shape !== undefined),
  ]),
  ...rules('IdentityN', ({ node, input }) => node.inputs.map((_, index) => input(index))),
  ...rules(
    'While StatelessWhile',
    ({ node, input }) => outputShapes(node) ?? node.inputs.map((_, index) => input(index)).map(() => undefined),
  ),
  ...rules('If StatelessIf Case StatelessCase', ({ node }) => outputShapes(node) ?? []),
  ...rules('FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3', ({ input }) => [input(0), input(1), input(1), input(1), input(1)]),
];

function outputShapes(node: Parameters<typeof attrOf>[0]): readonly (readonly number[] | undefined)[] | undefined {
  const value = attrOf(node, 'output_shapes');
  return Array.isArray(value) && value.length > 0 ? value.map(asNumbers) : undefined;
}

/** A variable is read through its handle, which carries its shape. */
function variableShape(handle: Parameters<typeof attrOf>[0] | undefined): readonly number[] | undefined {
  let node = handle;
  for (let step = 0; node?.op === 'Identity' && step < 16; step++) node = node.inputs[0]?.node;
  return node?.op === 'VarHandleOp' ? numbersAttr(node, 'shape') : undefined;
}
