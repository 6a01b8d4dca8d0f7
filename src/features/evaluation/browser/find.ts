/** The element with this id. @throws when the page lacks it, which would be a fault of ours */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${id}`);
  return found;
}

/** All elements for this selector, in document order, possibly none. */
export function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);
}
