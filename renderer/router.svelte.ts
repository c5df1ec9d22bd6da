/** Which view is shown: the part of the address behind `#`, so that reloading and the back button work. */
import { parsePlace, pathOfPlace, type TrainerPlace } from './trainer/place.ts';

export type Route =
  | { readonly view: 'home' }
  | { readonly view: 'live' }
  /** What the person filmed is shown, alone in its window. */
  | { readonly view: 'notice' }
  /** Without a session: the list of what can be reviewed is the home page's. */
  | { readonly view: 'review'; readonly session: string }
  | { readonly view: 'trainer'; readonly place: TrainerPlace };

export function parseRoute(hash: string): Route {
  const [view, id, ...rest] = hash.replace(/^#?\/?/, '').split('/');
  if (view === 'live' || view === 'notice') return { view };
  if (view === 'review' && id !== undefined && /^[a-z0-9]{8,32}$/.test(id)) return { view, session: id };
  if (view === 'trainer') return { view, place: parsePlace([id ?? '', ...rest]) };
  return { view: 'home' };
}

export function addressOf(route: Route): string {
  if (route.view === 'review') return `#/review/${route.session}`;
  return route.view === 'trainer' ? `#/trainer${pathOfPlace(route.place)}` : `#/${route.view}`;
}

class Router {
  current: Route = $state.raw({ view: 'home' });
  /** The session last reviewed: where the rail leads back to. */
  lastSession: string | null = $state(null);
  /** Where the trainer was left. */
  lastPlace: TrainerPlace = $state.raw({ page: 'runs' });

  /** Follows the address from now on. */
  start(): void {
    const read = (): void => {
      this.current = parseRoute(location.hash);
      if (this.current.view === 'review') this.lastSession = this.current.session;
      if (this.current.view === 'trainer') this.lastPlace = this.current.place;
    };
    addEventListener('hashchange', read);
    read();
  }

  go(route: Route): void {
    location.hash = addressOf(route);
  }
}

export const router = new Router();
