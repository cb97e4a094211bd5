/** Two people talking, seen as two speech bubbles. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="9" className="fill-[#0b7268]" />
      <path className="fill-[#8fdccb]" d="M19.2 12.6a6.3 6.3 0 0 1 5.1 9.9l.7 2.6a.6.6 0 0 1-.8.7l-2.7-.9a6.3 6.3 0 1 1-2.3-12.3Z" />
      <path
        className="fill-white stroke-[#0b7268]"
        strokeWidth="1.6"
        d="M13.2 5.6a7.7 7.7 0 1 1-2.9 14.8l-3.5 1.2a.7.7 0 0 1-.9-.9l1-3.3a7.7 7.7 0 0 1 6.3-11.8Z"
      />
    </svg>
  );
}
