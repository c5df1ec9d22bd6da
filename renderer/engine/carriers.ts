/** The two carriers as a page has them. */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import type { Carrier } from '../../contract/carrier.ts';
import { WIRE_ARRAYS } from '../../contract/wire-arrays.ts';

/** In Electron: the port that the preload script handed over. Messages cross as structured clones. */
export function portCarrier(port: MessagePort): Carrier {
  const closed = onceClosed();
  port.addEventListener('close', () => {
    closed.tell(null);
  });
  return {
    send: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.addEventListener('message', ({ data }: MessageEvent) => {
        listener(data);
      });
      // What came before anybody listened waits until here.
      port.start();
    },
    onClose: closed.on,
    close: () => {
      port.close();
      closed.tell(null);
    },
  };
}

/** In a browser: an open WebSocket. Messages cross as MessagePack. */
export function socketCarrier(socket: WebSocket): Carrier {
  const closed = onceClosed();
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('close', ({ reason }) => {
    closed.tell(reason === '' ? null : reason);
  });
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encode(message, { extensionCodec }));
    },
    onMessage: (listener) => {
      socket.addEventListener('message', ({ data }: MessageEvent) => {
        if (data instanceof ArrayBuffer) listener(decode(data, { extensionCodec }));
      });
    },
    onClose: closed.on,
    close: () => {
      socket.close();
    },
  };
}

const extensionCodec = new ExtensionCodec();
for (const { type, encode: write, decode: read } of WIRE_ARRAYS)
  extensionCodec.register({ type, encode: write, decode: read });

/** Those who ask after it happened are told as well. */
function onceClosed(): { tell: (reason: string | null) => void; on: Carrier['onClose'] } {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  return { tell: resolve, on: (listener) => void promise.then(listener) };
}
