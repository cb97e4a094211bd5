import type { ReactNode } from 'react';

/** Rows under headings; wide ones scroll in their own box. `empty` is said instead of rows. */
export function Table({ columns, empty, children }: { columns: readonly string[]; empty: string | false; children: ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-start text-sm">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className="py-2 pe-4 text-xs font-semibold whitespace-nowrap text-ink-faint">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {empty && <p className="py-6 text-center text-sm text-ink-soft">{empty}</p>}
    </div>
  );
}
