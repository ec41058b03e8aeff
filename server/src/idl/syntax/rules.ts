import type { ParseTree } from 'antlr4ts/tree/ParseTree';
import type { TerminalNode } from 'antlr4ts/tree/TerminalNode';
import { type GrammarPackages, loadGrammarPackages } from './grammarPackages';

/** The grammar's rules, by number. Copied, because in a bundle each look into another package's module is a function call. */
function rulesOf({ ThriftParser }: GrammarPackages) {
  return {
    include: ThriftParser.RULE_include_,
    cppInclude: ThriftParser.RULE_cpp_include,
    namespace: ThriftParser.RULE_namespace_,
    const: ThriftParser.RULE_const_rule,
    typedef: ThriftParser.RULE_typedef_,
    enum: ThriftParser.RULE_enum_rule,
    enumField: ThriftParser.RULE_enum_field,
    senum: ThriftParser.RULE_senum,
    struct: ThriftParser.RULE_struct_,
    union: ThriftParser.RULE_union_,
    service: ThriftParser.RULE_service,
    field: ThriftParser.RULE_field,
    fieldId: ThriftParser.RULE_field_id,
    fieldReq: ThriftParser.RULE_field_req,
    function: ThriftParser.RULE_function_,
    oneway: ThriftParser.RULE_oneway,
    functionType: ThriftParser.RULE_function_type,
    throwsList: ThriftParser.RULE_throws_list,
    typeAnnotations: ThriftParser.RULE_type_annotations,
    typeAnnotation: ThriftParser.RULE_type_annotation,
    annotationValue: ThriftParser.RULE_annotation_value,
    fieldType: ThriftParser.RULE_field_type,
    baseType: ThriftParser.RULE_base_type,
    containerType: ThriftParser.RULE_container_type,
    mapType: ThriftParser.RULE_map_type,
    setType: ThriftParser.RULE_set_type,
    constValue: ThriftParser.RULE_const_value,
    integer: ThriftParser.RULE_integer,
    constList: ThriftParser.RULE_const_list,
    constMapEntry: ThriftParser.RULE_const_map_entry,
    constMap: ThriftParser.RULE_const_map,
    listSeparator: ThriftParser.RULE_list_separator,
  } as const;
}

/** The grammar's token types that the conversion asks for. */
function tokenTypesOf({ ThriftParser }: GrammarPackages) {
  return {
    identifier: ThriftParser.IDENTIFIER,
    literal: ThriftParser.LITERAL,
    double: ThriftParser.DOUBLE,
    openBrace: ThriftParser.T__10,
    closeBrace: ThriftParser.T__11,
    openParen: ThriftParser.T__21,
  } as const;
}

let loaded: GrammarPackages | undefined;

/** Unset until the grammar is first asked for, as it was before there is a tree of its to look at. */
export let Rule: ReturnType<typeof rulesOf>;
/** See `Rule`. */
export let TokenType: ReturnType<typeof tokenTypesOf>;

/** The grammar; loaded when first asked for, since text without mistakes has no need of it. */
export function grammar(): GrammarPackages {
  if (!loaded) {
    loaded = loadGrammarPackages();
    Rule = rulesOf(loaded);
    TokenType = tokenTypesOf(loaded);
  }
  return loaded;
}

/** Whether a node of the grammar's tree is a token. */
export function isTerminal(tree: ParseTree): tree is ParseTree & TerminalNode {
  return loaded !== undefined && tree instanceof loaded.TerminalNode;
}
