"""What is here already when a file comes, and what an import would make of the file."""

from decimal import Decimal

from handlers.exchange.rules.cells import Names
from handlers.exchange.rules.importing import plan
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.plan import Plan
from handlers.exchange.rules.sheet import from_csv
from handlers.exchange.rules.values import Kr, Objective
from handlers.kit.text import Texts
from handlers.okr.rules.kinds import Keep, Reach
from tests.exchange.samples import CYCLE, TODAY

D = Decimal
SAY = Texts().say("en-US")
HERE = {
    1: Objective("First", "T1", CYCLE, "ANNA", 1),
    2: Objective("Second", "T1", CYCLE, "BEN", 2),
}
KNOWN = Known(
    workspace="T0HOME",
    people={
        "anna@example.com": "ANNA",
        "ben@example.com": "BEN",
        "anna": "ANNA",
        "ben": "BEN",
        "leo": "LEO",
    },
    teams={"care": "T1", "sales": "T2", "ops": "T3"},
    today=TODAY,
    names=Names({}, {"T1": "Care", "T2": "Sales", "T3": "Ops"}),
    objectives=HERE,
    krs={
        7: Kr("Seven", Reach(D(1), D(2)), "ANNA", 7, value=D("1.5"), objective=1),
        8: Kr("Eight", Keep(high=D(3)), "LEO", 8, "h", objective=1),
    },
    unfit=frozenset({"LEO"}),
    importer="ME",
    team="Care",
)
HEAD = "objective,kr,start,target,unit,owner e-mail,team"


def planned(*lines: str, head: str = HEAD) -> Plan:
    return plan(from_csv("\n".join([head, *lines])), KNOWN)


def told(result: Plan) -> list[str]:
    return [f"{p.line} {p.column}: {p.told.told(SAY)}" for p in result.problems]
