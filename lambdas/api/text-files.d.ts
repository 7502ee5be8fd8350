/** The bundler makes a text of it. */
declare module '*.yaml' {
  const text: string;
  export default text;
}
