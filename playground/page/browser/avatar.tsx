/** Polsslag's logo: a pulse. */
export function Logo() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <path
        d="M4 17h6l3-8 5 15 3-7h7"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The picture of an author: the app's logo or a person's initials. */
export function Avatar({ name, fromApp }: { name: string; fromApp: boolean }) {
  if (fromApp) return <Logo />;
  return (
    <span className="initials" aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** The first letters of the first and the last word, in capitals. */
function initials(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== '');
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  return `${parts[0]?.at(0) ?? ''}${last?.at(0) ?? ''}`.toUpperCase();
}
