import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Receipt } from '../../../contract/channels/consent.ts';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';

const folderOf = (dataDir: string): string => join(dataDir, 'receipts');

/** Completes a receipt with its checksum and writes it. Throws `output-unwritable`. */
export function writeReceipt(dataDir: string, fields: Omit<Receipt, 'sha256'>): Receipt {
  const receipt = { ...fields, sha256: checksumOf(fields) };
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 });
  writeJson(join(folderOf(dataDir), `${receipt.id}.json`), receipt);
  return receipt;
}

/** The newest first. */
export function readReceipts(dataDir: string, log: Log): Receipt[] {
  const folder = folderOf(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJson(join(folder, name), Receipt, log))
    .filter((receipt) => receipt !== null)
    .toSorted((one, other) => (one.at < other.at ? 1 : -1));
}

/** SHA-256 of the receipt as JSON without spaces, in the order in which it is written, without `sha256` itself. */
export function checksumOf(receipt: Omit<Receipt, 'sha256'>): string {
  const json = JSON.stringify(receipt, (key, value: unknown) => (key === 'sha256' ? undefined : value));
  return createHash('sha256').update(json).digest('hex');
}
