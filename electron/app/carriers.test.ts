import { decode, encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';
import { ByteCarrier, type EnginePort, portCarrier } from './carriers.ts';

function link(): { carrier: ByteCarrier; sent: Uint8Array[]; told: unknown[]; heard: unknown[] } {
  const [sent, told, heard]: [Uint8Array[], unknown[], unknown[]] = [[], [], []];
  const carrier = new ByteCarrier({
    send: (bytes) => void sent.push(bytes),
    disconnect: (reason) => void told.push(reason),
  });
  carrier.onMessage((message) => void heard.push(message));
  carrier.onClose((reason) => void told.push(`closed: ${String(reason)}`));
  return { carrier, sent, told, heard };
}

test('what one end writes the other reads: floats as floats, NaN as NaN, bytes as bytes', () => {
  const { carrier, sent } = link();
  const other = link();
  // Odd lengths before them, so that no array begins where floats could be read in place.
  const message = {
    a: 'x',
    floats: Float32Array.of(0.5, NaN, -3),
    doubles: Float64Array.of(1e-300),
    jpeg: Uint8Array.of(7),
  };
  carrier.send(message);
  other.carrier.received(sent[0]!);
  expect(other.heard).toEqual([message]);
  const [heard] = other.heard as (typeof message)[];
  expect([heard!.floats.constructor, heard!.doubles.constructor]).toEqual([Float32Array, Float64Array]);
});

test('undefined is left out, as nothing of the contract may be undefined', () => {
  const { carrier, sent } = link();
  carrier.send({ a: 1, b: undefined });
  expect(decode(sent[0]!)).toEqual({ a: 1 });
});

test.each([
  ['no MessagePack', Uint8Array.of(0xc1)],
  ['cut off', encode({ a: 'text' }).subarray(0, 4)],
  ['something behind the message', Uint8Array.of(1, 2)],
  ['floats of a broken length', Uint8Array.of(0xc7, 3, 1, 0, 0, 0)],
  ['a list longer than any', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
  ['__proto__ as a key', Uint8Array.of(0x81, 0xa9, ...Buffer.from('__proto__'), 0x80)],
  ['nothing', new Uint8Array()],
])('%s ends the connection, and nothing more is heard from it', (_, bytes) => {
  const { carrier, told, heard } = link();
  carrier.received(bytes);
  carrier.received(encode({ t: 'q' }));
  expect(told).toEqual(['closed: not a message', 'not a message']);
  expect(heard).toEqual([]);
});

test('bytes wait until they are flushed', () => {
  const { carrier, sent } = link();
  carrier.send('x'.repeat(1000));
  carrier.send('y');
  expect(carrier.waitingBytes).toBe(sent[0]!.byteLength + sent[1]!.byteLength);
  carrier.flushed(sent[0]!.byteLength);
  expect(carrier.waitingBytes).toBe(sent[1]!.byteLength);
});

test('after it has closed nothing is sent, and it closes once', () => {
  const { carrier, sent, told } = link();
  carrier.closed(null);
  carrier.closed('again');
  carrier.send('late');
  expect([sent, told]).toEqual([[], ['closed: null']]);
});

test.each(['the page', 'us'])('a port that %s closes is told once', (who) => {
  let end = (): void => undefined;
  const port: EnginePort = {
    postMessage: () => undefined,
    on: (event: string, listener: unknown) => {
      if (event === 'close') end = listener as () => void;
    },
    start: () => undefined,
    close: () => undefined,
  };
  const carrier = portCarrier(port);
  const told: unknown[] = [];
  carrier.onClose((reason) => void told.push(reason));
  if (who === 'us') carrier.refuse('not a request');
  end();
  end();
  expect(told).toEqual([who === 'us' ? 'not a request' : null]);
});
