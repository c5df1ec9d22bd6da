import { float32s, int8, refer, references, table, text, writeBefore, type NewObject } from './flatbuffer.ts';

/**
 * The `TFLITE_METADATA` a MediaPipe task wants of its networks: that the input is an RGB picture, and how its bytes
 * become numbers, (byte − mean) / standard deviation. Field numbers: metadata_schema.fbs of TensorFlow Lite.
 */
export function imageMetadata(mean: number, standardDeviation: number): Uint8Array {
  const normalization = table({ 0: refer(float32s([mean])), 1: refer(float32s([standardDeviation])) });
  const processUnit = table({ 0: int8(NORMALIZATION_OPTIONS), 1: refer(normalization) });
  const content = table({ 0: int8(IMAGE_PROPERTIES), 1: refer(table({ 0: int8(RGB) })) });
  const input = table({ 0: refer(text('image')), 3: refer(content), 4: refer(references([processUnit])) });
  const subgraph = table({ 2: refer(references([input])) });
  const root: NewObject = table({ 3: refer(references([subgraph])) });
  return writeBefore(root, 'M001', new Uint8Array());
}

const RGB = 1;
const IMAGE_PROPERTIES = 2;
const NORMALIZATION_OPTIONS = 1;
