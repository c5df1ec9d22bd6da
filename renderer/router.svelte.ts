/** Which view is shown: the part of the address behind `#`, so that reloading and the back button work. */

export type Route =
  | { readonly view: 'home' }
  | { readonly view: 'live' }
  /** What the person filmed is shown, alone in its window. */
  | { readonly view: 'notice' }
  /** Without a session: the list of what can be reviewed is the home page's. */
  | { readonly view: 'review'; readonly session: string };

export function parseRoute(hash: string): Route {
  const [view, id] = hash.replace(/^#?\/?/, '').split('/');
  if (view === 'live' || view === 'notice') return { view };
  if (view === 'review' && id !== undefined && /^[a-z0-9]{8,32}$/.test(id)) return { view, session: id };
  return { view: 'home' };
}

export function addressOf(route: Route): string {
  return route.view === 'review' ? `#/review/${route.session}` : `#/${route.view}`;
}

class Router {
  current: Route = $state.raw({ view: 'home' });
  /** The session last reviewed: where the rail leads back to. */
  lastSession: string | null = $state(null);

  /** Follows the address from now on. */
  start(): void {
    const read = (): void => {
      this.current = parseRoute(location.hash);
      if (this.current.view === 'review') this.lastSession = this.current.session;
    };
    addEventListener('hashchange', read);
    read();
  }

  go(route: Route): void {
    location.hash = addressOf(route);
  }
}

export const router = new Router();
