package rt

import "reflect"

// What hosts do not need.

func TypesOf(list ...*Type) *Types { return typesOf(list...) }

func ValTypeOf(t reflect.Type) (ValType, bool) { return valTypeOf(t) }

func Room(types []ValType) (slots, refs int) { return room(types) }
