import type { Setting } from '../catalogue/library';
import type { ServiceSettings } from '../model/settings';

/** Escapes what a snippet would read as a placeholder. */
export function snippetText(text: string): string {
  return text.replace(/[$}\\]/g, '\\$&');
}

/** The code of a setting's value for a time, with the number as a placeholder to confirm (a snippet). */
export function timeoutCode(setting: Setting, valueMs: number): string {
  const placeholder = `\${1:${setting.unit === 's' ? valueMs / 1000 : valueMs}}`;
  switch (setting.as) {
    case 'signal':
      return `AbortSignal.timeout(${placeholder})`;
    case 'deadline':
      return `Date.now() + ${placeholder}`;
    default:
      return placeholder;
  }
}

/** What the settings say for a bound. */
export function proposedMs(settings: ServiceSettings, bound: 'connect' | 'request' | 'idle'): number {
  if (bound === 'connect') return settings.connectTimeoutMs;
  return bound === 'idle' ? settings.readTimeoutMs : settings.requestTimeoutMs;
}
