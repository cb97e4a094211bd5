import { createContext, useContext } from 'react';

/** Whether the row that something stands in has the focus. Outside of rows everything can be tabbed to. */
export const RowFocus = createContext(true);

/** The timeline is one tab stop: what is inside a message is reached by Tab once the message itself has the focus. */
export function useRowTabIndex(): 0 | -1 {
  return useContext(RowFocus) ? 0 : -1;
}
