import type { Confidence, PublishedRecognition } from './published.ts';

/** A row that was printed as accuracy and macro F1, as single sets' are. */
export function accuracyRow(
  method: string,
  network: string | null,
  confidence: Confidence,
  accuracy: number,
  uf1: number | null,
  remark: string | null = null,
): PublishedRecognition {
  return { method, network, all: { accuracy, uf1, uar: null }, bySet: {}, confidence, remark };
}
