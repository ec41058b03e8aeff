import type { Setting } from '../catalogue/library';
import type { ServiceSettings } from '../model/settings';

/** Escapes what a snippet would read as a placeholder. */
export function snippetText(text: string): string {
  return text.replace(/[$}\\]/g, '\\$&');
}

/** A placeholder of a snippet with a value to start from. */
export function placeholder(value: string | number): string {
  return `\${1:${typeof value === 'number' ? value : snippetText(value)}}`;
}

/** The code of a setting's value for a time, with the number as a placeholder to confirm (a snippet). */
export function timeoutCode(setting: Setting, valueMs: number): string {
  const value = placeholder(setting.unit === 's' ? valueMs / 1000 : valueMs);
  switch (setting.as) {
    case 'signal':
      return `AbortSignal.timeout(${value})`;
    case 'deadline':
      return `Date.now() + ${value}`;
    default:
      return value;
  }
}

/** What the settings say for a bound. */
export function proposedMs(settings: ServiceSettings, bound: 'connect' | 'request' | 'idle'): number {
  if (bound === 'connect') return settings.connectTimeoutMs;
  return bound === 'idle' ? settings.readTimeoutMs : settings.requestTimeoutMs;
}
