/** Field numbers and codes of the TFLite model format that the bundle maker uses (tensorflow/lite/schema.fbs). */

export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
} as const;
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;
export const OPERATOR = { opcode: 0, inputs: 1, outputs: 2, optionsType: 3, options: 4 } as const;
export const OPERATOR_CODE = { deprecatedBuiltin: 0, custom: 1, version: 2, builtin: 3 } as const;
export const BUFFER = { data: 0 } as const;
export const METADATA = { name: 0, buffer: 1 } as const;

/** `TensorType`: float32 is the default and so is never written. */
export const INT32 = 2;

/** Built-in operators with their code, the kind of their options table, and how many codes below 127 need no more. */
export const OPERATORS = {
  CONCATENATION: { code: 2, optionsType: 10 },
  GATHER: { code: 36, optionsType: 23 },
  MEAN: { code: 40, optionsType: 27 },
} as const;

/** The version this model format has had since 2017; loaders refuse any other. */
export const FORMAT_VERSION = 3;
