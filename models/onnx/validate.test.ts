import { describe, expect, it } from 'vitest';
import {
  assertValidModel,
  float32Tensor,
  makeModel,
  makeNode,
  makeValue,
  validateModel,
  type ModelProto,
} from './index.ts';

/** y = (x + w) · 2 */
const sound = (): ModelProto =>
  makeModel({
    name: 'sound',
    inputs: [makeValue('x', 'float32', ['N', 2])],
    outputs: [makeValue('y', 'float32', ['N', 2])],
    nodes: [makeNode('Add', ['x', 'w'], ['sum']), makeNode('Mul', ['sum', 'two'], ['y'])],
    initializers: [float32Tensor('w', [2], [1, 2]), float32Tensor('two', [], [2])],
    values: [makeValue('sum', 'float32', ['N', 2])],
  });

describe('validateModel', () => {
  it('finds nothing wrong with a sound model', () => {
    expect(validateModel(sound())).toEqual([]);
  });

  const cases: readonly (readonly [string, (model: ModelProto) => unknown, string])[] = [
    [
      'nodes in the wrong order',
      (model) => model.graph!.node.reverse(),
      'node 0 "y" (Mul) takes tensor "sum" before node 1 "sum" (Add) makes it',
    ],
    [
      'an input nobody makes',
      (model) => (model.graph!.node[0]!.input[1] = 'nowhere'),
      'node 0 "sum" (Add) takes tensor "nowhere", which nothing defines',
    ],
    [
      'a tensor made twice',
      (model) => model.graph!.node.push(makeNode('Neg', ['x'], ['sum'], {}, { name: 'again' })),
      'node 2 "again" (Neg) makes tensor "sum", which exists already',
    ],
    ['a node name twice', (model) => (model.graph!.node[1]!.name = 'sum'), 'the node "sum" is there twice'],
    [
      'an initializer twice',
      (model) => model.graph!.initializer.push(float32Tensor('w', [1], [1])),
      'the initializer "w" is there twice',
    ],
    ['no operator set', (model) => (model.opsetImport = []), 'the model imports no operator set'],
    [
      'an operator of another domain',
      (model) => (model.graph!.node[0]!.domain = 'com.example'),
      'node 0 "sum" (Add) uses operators of "com.example", whose version the model does not import',
    ],
    [
      'an initializer of the wrong size',
      (model) => (model.graph!.initializer[0]!.dims = [3n]),
      'initializer "w" [3] float32 should hold 3 values and holds 2',
    ],
    [
      'a shape declared otherwise',
      (model) => model.graph!.valueInfo.push(makeValue('w', 'float32', [5])),
      'value "w" is declared as [5] of type float32 and as [2] of type float32',
    ],
    ['an input without a type', (model) => delete model.graph!.input[0]!.type, 'input "x" declares no type'],
    [
      'an output nobody makes',
      (model) => (model.graph!.output[0]!.name = 'z'),
      'output "z" is made by no node',
    ],
    ['no operator', (model) => (model.graph!.node[0]!.opType = ''), 'node 0 "sum" () names no operator'],
    ['no outputs', (model) => (model.graph!.output = []), 'the graph has no outputs'],
    ['no graph', (model) => delete model.graph, 'the model has no graph'],
  ];

  it.each(cases)('names %s', (_, spoil, problem) => {
    const model = sound();
    spoil(model);
    expect(validateModel(model)).toContain(problem);
    expect(() => assertValidModel(model, 'f.onnx')).toThrow('f.onnx is not a sound ONNX model: ');
  });

  it('lets a subgraph use names of the graph around it, and looks inside', () => {
    const branch = makeModel({
      name: 'branch',
      inputs: [],
      outputs: [makeValue('b', 'float32', ['N', 2])],
      nodes: [makeNode('Neg', ['sum'], ['b'])],
    }).graph!;
    const model = sound();
    const node = makeNode('If', ['w'], ['chosen']);
    const attribute = makeNode('X', [], [], { then_branch: { kind: 'int', value: 0 } }).attribute[0]!;
    attribute.g = branch;
    node.attribute.push(attribute);
    model.graph!.node.push(node);
    expect(validateModel(model)).toEqual([]);
    branch.node[0]!.input[0] = 'nowhere';
    expect(validateModel(model)).toEqual(['node 0 "b" (Neg) takes tensor "nowhere", which nothing defines']);
  });
});
