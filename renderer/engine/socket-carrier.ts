import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import type { Carrier } from '../../contract/carrier.ts';
import { WIRE_ARRAYS } from '../../contract/wire-arrays.ts';
import { onceClosed } from './once-closed.ts';

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
