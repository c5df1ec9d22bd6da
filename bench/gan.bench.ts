/**
 * Training steps and forward passes of the networks that make faces beside PyTorch on the CPU, with the same layers,
 * losses and optimizers, in turns within one run. Needs python3 with torch.
 */
import { auIcganRows } from './au-icgan/rows.ts';
import { record } from './harness.ts';
import { iceGanRows } from './ice-gan/rows.ts';
import { hasTorch } from './torch-peer.ts';

const THREADS = 2;
const ROUNDS = 9;

if (hasTorch())
  record(
    'gan',
    [...(await auIcganRows(THREADS, ROUNDS)), ...(await iceGanRows(THREADS, ROUNDS))],
    `Milliseconds, the least of ${String(ROUNDS)} rounds each; ratios are ours / peer. Ours holds parameters and ` +
      'moments as tensors of the process that go in and out of every step.',
  );
else console.error('gan: skipped, because there is no PyTorch (Debian: python3-torch).');
