import type { Tools } from './tools.ts';

/** The button that changes between light and dark. What it is set to is forgotten with the page: nothing is stored. */
export function theme({ byId }: Pick<Tools, 'byId'>): void {
  const button = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => {
    const { theme: own } = document.documentElement.dataset;
    return own === undefined ? system.matches : own === 'dark';
  };
  const show = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Change to light colours' : 'Change to dark colours');
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = isDark() ? 'light' : 'dark';
    show();
  });
  system.addEventListener('change', show);
  show();
  button.hidden = false;
}
