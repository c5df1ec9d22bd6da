import type { FlowKernel } from '../../models/train/recognition/index.ts';
import { tvl1Flow } from '../../native/index.ts';

/** TV-L1 with the parameters that the networks' papers use, which are its defaults. */
export const findFlow: FlowKernel = (from, to, widthPx, heightPx, out) =>
  tvl1Flow(from, to, widthPx, heightPx, {}, out);
