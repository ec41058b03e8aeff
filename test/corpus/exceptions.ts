const globalReserved =
  'Apache refuses words that are reserved in any of its target languages; idl/reserved-word looks at the languages that the file is generated for.';
const beforeDefined =
  'Apache wants constants defined before they are used; thriftgo does not, so names are resolved in the whole file.';
const absentInclude =
  'Apache only warns of a file that it does not find. Nothing can be generated from it, so it is an error here.';
const keywordField =
  'Apache refuses keywords as field names up to 0.24 and accepts them from 0.25; the default dialect accepts both.';
const listByName =
  "Apache's generator for JSON, the one asked here, fails on a default that names a list constant; those for Go, Python, Java and C++ take it.";
const senum = '0.17 knows no senum any more, older compilers do; idl/deprecated-syntax warns of it.';

/** Files on which Thriftwise and the Apache compiler 0.17 differ, each with the reason. Keys: package, then path in it. */
export const exceptions: Readonly<Record<string, string>> = {
  'thriftrw/benchmarks/benchmark.thrift': globalReserved,
  'thriftrw/test/list.thrift': globalReserved,
  'thriftrw/test/const.thrift': beforeDefined,
  'thriftrw/test/default.thrift': listByName,
  'thriftrw/test/include-absolute-filename.thrift': absentInclude,
  'thriftrw/test/include-error-invalid-filename-as-namespace.thrift': absentInclude,
  'thriftrw/test/thrift/AnnotationTest.thrift': senum,
  'thriftrw/test/thrift/SmallTest.thrift': senum,
  'thriftrw/test/unrecognized-exception-v2.thrift': keywordField,
};
