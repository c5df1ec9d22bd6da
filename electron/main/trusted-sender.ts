import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import * as v from 'valibot';
import { PAGE_ORIGIN, isPageAddress } from './addresses.ts';

/**
 * Answers one kind of call of the page. The sender and what it sends are checked here, for every call there is;
 * anything wrong is refused without a reason, because only a page that is not ours would send it.
 */
export function answer<Schema extends v.GenericSchema>(
  channel: string,
  takes: Schema,
  handle: (given: v.InferOutput<Schema>, event: IpcMainInvokeEvent) => unknown,
): void {
  ipcMain.handle(channel, (event, given: unknown) => {
    if (!isTrusted(event.senderFrame)) throw new Error('refused');
    const parsed = v.safeParse(takes, given);
    if (!parsed.success) throw new Error('refused');
    return handle(parsed.output, event);
  });
}

/** The same for what needs no answer: the wrong is not heard. */
export function hear<Schema extends v.GenericSchema>(
  channel: string,
  takes: Schema,
  handle: (given: v.InferOutput<Schema>, event: IpcMainEvent) => void,
): void {
  ipcMain.on(channel, (event, given: unknown) => {
    const parsed = v.safeParse(takes, given);
    if (isTrusted(event.senderFrame) && parsed.success) handle(parsed.output, event);
  });
}

/** Only the outermost frame of a page of ours: no frame inside it, and nothing that has navigated away. */
function isTrusted(frame: Pick<WebFrameMain, 'url' | 'origin' | 'parent'> | null): boolean {
  return frame?.parent === null && frame.origin === PAGE_ORIGIN && isPageAddress(frame.url);
}
