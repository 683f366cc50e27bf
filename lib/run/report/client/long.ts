/// <reference lib="dom" />

/**
 * Cuts what would fill the page, with a button that shows all of it. Cut rather than scrolled by itself: a page with many such texts has no scrollers to be
 * caught in, and on paper all of it stands.
 */
export function long(text: HTMLElement): readonly HTMLElement[] {
  const content = text.textContent ?? '';
  // Line breaks and the elements of a list take height too.
  const length = content.length + 40 * content.split('\n').length + 10 * text.querySelectorAll('li').length;
  if (length <= 2_000) return [text];
  text.classList.add('long');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'small more';
  const show = (all: boolean) => {
    text.classList.toggle('all', all);
    button.setAttribute('aria-expanded', String(all));
    button.textContent = all ? 'Show less' : `Show all ${content.length.toLocaleString('en-US')} characters`;
  };
  button.addEventListener('click', () => {
    const all = !text.classList.contains('all');
    show(all);
    // The page has become shorter above the button: without this the reader would be somewhere else.
    if (!all) text.scrollIntoView({ block: 'nearest' });
  });
  show(false);
  return [text, button];
}
