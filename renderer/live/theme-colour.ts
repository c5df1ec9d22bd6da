/** A colour of the style sheets as a canvas understands it. */
export function resolveColour(element: HTMLElement, colour: string): string {
  element.style.color = colour;
  const resolved = getComputedStyle(element).color;
  element.style.color = '';
  return resolved;
}

/** Calls back when the theme becomes another, by the settings or by the system. Returns what ends that. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
