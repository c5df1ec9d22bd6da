import type { Carrier } from '../../contract/carrier.ts';
import { onceClosed } from './once-closed.ts';

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
