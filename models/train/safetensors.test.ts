import { describe, expect, it } from 'vitest';
import { DamagedTensors, decodeTensors, encodeTensors, type StoredTensor } from './index.ts';

const tensors = new Map<string, StoredTensor>([
  ['gain', { shape: [3], values: Float32Array.of(1, -2.5, 3e-8) }],
  ['steps', { shape: [], values: BigInt64Array.of(-(2n ** 60n)) }],
  ['empty', { shape: [0, 4], values: new Float32Array() }],
  ['ünïcode/w', { shape: [1, 2], values: Float32Array.of(NaN, Infinity) }],
]);
const metadata = { format: 'onset', step: '12' };

describe('tensor files', () => {
  it('come back as they were, also from a Node buffer at an odd address', () => {
    const file = encodeTensors({ tensors, metadata });
    const odd = Buffer.concat([Buffer.from('x'), file]).subarray(1);
    for (const bytes of [file, odd]) {
      const back = decodeTensors(bytes);
      expect(back.metadata).toEqual(metadata);
      expect(new Map([...back.tensors].sort())).toEqual(new Map([...tensors].sort()));
    }
  });

  it('are laid out as the format says', () => {
    // Written out by hand from the format's page: length, header, little-endian values.
    const header = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  ';
    const file = Buffer.concat([
      Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(header),
      Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]),
    ]);
    expect(decodeTensors(file).tensors.get('a')).toEqual({ shape: [2], values: Float32Array.of(1, -2) });
    const one = new Map([['a', { shape: [2], values: Float32Array.of(1, -2) }]]);
    const written = Buffer.from(encodeTensors({ tensors: one, metadata: {} }));
    expect(written.toString('latin1', 8)).toContain('"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}');
    expect(written.subarray(-8)).toEqual(file.subarray(-8));
    expect(Number(written.readBigUInt64LE(0)) % 8).toBe(0);
  });

  const damage = (change: (header: Record<string, Record<string, unknown>>) => void): Uint8Array => {
    const header = { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
    change(header);
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([length, json, Buffer.alloc(8)]);
  };

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'ends before its header'],
    ['a few bytes', Buffer.from('PK'), 'ends before its header'],
    ['another format', Buffer.from('RIFF....WAVEfmt '), 'no header of this format'],
    ['a cut header', encodeTensors({ tensors, metadata }).subarray(0, 30), 'ends inside its header'],
    ['a cut body', encodeTensors({ tensors, metadata }).subarray(0, -1), 'ends before the tensor'],
    ['bytes too many', Buffer.concat([encodeTensors({ tensors, metadata }), Buffer.alloc(3)]), 'no tensor'],
    ['a type we do not write', damage(({ a }) => (a!['dtype'] = 'BF16')), 'type BF16, not F32 or I64'],
    ['a shape that wants more', damage(({ a }) => (a!['shape'] = [3])), '8 bytes where its shape needs 12'],
    ['a negative size', damage(({ a }) => (a!['shape'] = [-2])), 'no sound shape'],
    ['a place outside', damage(({ a }) => (a!['data_offsets'] = [800, 808])), 'ends before the tensor'],
    ['metadata that are no text', damage((h) => (h['__metadata__'] = { n: 1 })), 'metadata are not text'],
  ])('that are damaged are refused with the reason: %s', (_, file, reason) => {
    expect(() => decodeTensors(file)).toThrow(DamagedTensors);
    expect(() => decodeTensors(file)).toThrow(reason);
  });
});
