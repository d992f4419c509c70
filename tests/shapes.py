#!/usr/bin/env python3
"""Validates graphs against ontology/shapes.ttl with pySHACL, and the shapes against a graph that violates each of them.

    shapes.py GRAPH.ttl ...

Exit status: 0 where every graph conforms and every constraint of every shape is violated by tests/data/shapes/violations.ttl,
else 1. Needs: pip install pyshacl.
"""
import pathlib, sys

from pyshacl import validate
from rdflib import Graph, RDF, Namespace

SH = Namespace("http://www.w3.org/ns/shacl#")
ROOT = pathlib.Path(__file__).parent
CONSTRAINTS = {
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["class"]: SH.ClassConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
}


def main(graphs):
    shapes = Graph().parse(ROOT.parent / "ontology" / "shapes.ttl")
    failed, triples = False, 0
    # Each by itself: what two texts say of one sitting need not agree.
    for path in graphs:
        data = Graph().parse(path)
        triples += len(data)
        conforms, _, text = validate(data, shacl_graph=shapes)
        if not conforms:
            print(f"{path}: {text}")
            failed = True
    if graphs and not failed:
        print(f"{triples} triples of {len(graphs)} graphs conform")
    violations = Graph().parse(ROOT / "data" / "shapes" / "violations.ttl")
    _, report, _ = validate(violations, shacl_graph=shapes)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        kind = violations.value(report.value(result, SH.focusNode), RDF.type)
        component = report.value(result, SH.sourceConstraintComponent)
        for node in shapes.subjects(SH.targetClass, kind):
            found.add((node, report.value(result, SH.resultPath), component))
    wanted = set()
    for node in shapes.subjects(RDF.type, SH.NodeShape):
        for shape in shapes.objects(node, SH.property):
            for constraint, component in CONSTRAINTS.items():
                if (shape, constraint, None) in shapes:
                    wanted.add((node, shapes.value(shape, SH.path), component))
    for node, path, component in sorted(wanted - found):
        print(f"not violated by the counter-examples: {node} {path} {component.rsplit('#')[-1]}")
        failed = True
    print(f"{len(wanted)} constraints, {len(wanted & found)} violated by the counter-examples")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
