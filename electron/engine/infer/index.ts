/**
 * Runs a recognizer: an ONNX file that turns a window of aligned crops into probabilities of action units and
 * emotions. The network runs in a thread of its own on the best provider the machine has. Knows no frames, faces or
 * events; windows come from whoever fills them.
 */
export { nameEmotion } from './emotion.ts';
export type { ProviderReport } from './messages.ts';
export {
  listModels,
  MODELS_FOLDER,
  shippedRecognizer,
  verifyModel,
  type ModelListing,
  type ModelReport,
} from './models-folder.ts';
export { describeProviders, openRecognizer, type Recognizer, type WindowScores } from './recognizer.ts';
export type { ScoreWindow } from './shared-windows.ts';
