/** What stands for a part of a package that no function needs, or that a bundle holds a second time. */
export const STAND_INS: readonly { readonly filter: RegExp; readonly contents: string }[] = [
  // Every client of S3 brings what reads streams of events; no operation that we call has one.
  {
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]event-streams[\\/]index\.js$/,
    contents: `export const eventStreamSerdeProvider = () => undefined;
export const resolveEventStreamSerdeConfig = (config) => config;
export class EventStreamSerde { constructor() { throw new Error('Streams of events are left out of functions'); } }`,
  },
  // Streams of browsers, which those of Node bring along in case that they meet one. To name them makes Node load them.
  {
    filter:
      /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]serde[\\/]util-stream[\\/](?:checksum[\\/])?(?:ChecksumStream|createChecksumStream|sdk-stream-mixin)\.browser\.js$/,
    contents: `const none = () => { throw new Error('Streams of browsers are left out of functions'); };
export { none as ChecksumStream, none as createChecksumStream, none as sdkStreamMixin };`,
  },
  // What writes a request in XML: no operation of S3 that we call sends any, and nobody else speaks it.
  {
    filter: /@aws-sdk[\\/]core[\\/]dist-es[\\/]submodules[\\/]protocols[\\/]xml[\\/]XmlShapeSerializer\.js$/,
    contents: `import { SerdeContextConfig } from '../ConfigurableSerdeContext';
export class XmlShapeSerializer extends SerdeContextConfig {
  write() { throw new Error('Requests in XML are left out of functions'); }
  flush() { return this.write(); }
}`,
  },
  // Sums in JavaScript, for where Node is built without them.
  {
    filter: /[\\/]submodules[\\/](?:checksum|sha|crc)[\\/][\w-]+[\\/](?:Crc32|Md5|Sha1|Sha256)Js\.js$/,
    contents: `class None { constructor() { throw new Error('Sums in JavaScript are left out of functions'); } }
export { None as Crc32Js, None as Md5Js, None as Sha1Js, None as Sha256Js };`,
  },
  // Retries that measure how much a service takes; ours go by the standard.
  {
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]retry[\\/]util-retry[\\/]AdaptiveRetryStrategy\.js$/,
    contents: `export class AdaptiveRetryStrategy { constructor() { throw new Error('Adaptive retries are left out of functions'); } }`,
  },
  // DynamoDB has one endpoint in each region, and no operation asks for another; the cache of those that were found brings a library.
  {
    filter: /@aws-sdk[\\/]middleware-endpoint-discovery[\\/]dist-es[\\/]index\.js$/,
    contents: `export const resolveEndpointDiscoveryConfig = (config) => config;
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = { environmentVariableSelector: () => undefined, configFileSelector: () => undefined };`,
  },
  // The XML parser asks about names in HTML and XML; what is unsafe in SQL, shells and logs comes along.
  {
    filter: /is-unsafe[\\/]src[\\/]contexts[\\/](?:log|nosql|redos|shell|sql|sql-strict|svg)\.js$/,
    contents: 'export default [];',
  },
  // We validate by the package made for it, with limits, and never ask the parser to.
  {
    filter: /fast-xml-parser[\\/]src[\\/]validator\.js$/,
    contents:
      "export const validate = () => { throw new Error('The validator of the parser is left out of functions'); };",
  },
  // The named characters of HTML as a table of texts, where the reader of HTML has them packed.
  {
    filter: /postal-mime[\\/]dist[\\/]esm[\\/]html-entities\.js$/,
    contents: `import { decodeHTML, decodeHTMLStrict } from 'entities/decode';
export const htmlEntities = new Proxy({}, { get: (_none, name) => {
  const text = name.endsWith(';') ? decodeHTMLStrict(name) : decodeHTML(name);
  const isUnknown = name.startsWith('&#') || text === name || (!name.endsWith(';') && text !== decodeHTMLStrict(name + ';'));
  return isUnknown ? undefined : text;
} });`,
  },
];
