import type { WebContents } from 'electron';
import type { MenuCommand } from '../../contract/shell.ts';
import { SHELL_CHANNELS } from '../../contract/shell-channels.ts';

interface Told {
  readonly command: MenuCommand;
  readonly open: readonly string[];
}
export type PageChannel = keyof Told;

/** What pages are told, kept until each listens: a file that is double-clicked comes before its page is there. */
export class PageMessages {
  readonly #listening = new WeakMap<WebContents, Set<PageChannel>>();
  readonly #kept = new WeakMap<WebContents, { channel: PageChannel; message: Told[PageChannel] }[]>();

  tell<Channel extends PageChannel>(page: WebContents, channel: Channel, message: Told[Channel]): void {
    if (this.#listening.get(page)?.has(channel)) page.send(SHELL_CHANNELS[channel], message);
    else this.#kept.set(page, [...(this.#kept.get(page) ?? []), { channel, message }]);
  }

  /** The page listens on a channel from now on, until it is loaded again. */
  listens(page: WebContents, channel: PageChannel): void {
    const channels = this.#listening.get(page) ?? this.#watch(page);
    channels.add(channel);
    const kept = this.#kept.get(page) ?? [];
    this.#kept.set(
      page,
      kept.filter((item) => item.channel !== channel),
    );
    for (const item of kept) {
      if (item.channel === channel) page.send(SHELL_CHANNELS[channel], item.message);
    }
  }

  #watch(page: WebContents): Set<PageChannel> {
    const channels = new Set<PageChannel>();
    this.#listening.set(page, channels);
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) channels.clear();
    });
    return channels;
  }
}
