import type { Handlers } from '../../contract/channels/index.ts';
import type { Abouts } from './about.ts';
import type { AppContext } from './context.ts';
import { promised } from './promised.ts';
import type { SettingsFile } from './settings.ts';

export function appHandlers(context: AppContext, settings: SettingsFile, about: Abouts): Handlers<'app.'> {
  return {
    'app.about': () => about.tell(),
    'app.settings': promised(() => settings.settings),
    'app.setSettings': promised((changed) => {
      settings.set(changed);
      context.emit('app.settingsChanged', settings.settings);
      return settings.settings;
    }),
  };
}
