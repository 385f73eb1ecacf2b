"""Strict query strings: a parameter or value that does not exist is refused, never silently ignored."""

import datetime as dt
import difflib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doors.days import DayField

#: Names that belong to the paging of a list, not to its filters.
PAGING = ("page", "page_size")
#: The longest value a parameter may have.
LONGEST_QUERY = 200
#: How much of a faulty value an answer repeats.
SHOWN = 80
#: Said of a value that is none of the choices.
NOT_VALID = _("“%(value)s” is not a valid value.")
#: What Django puts where a query string is not UTF-8.
NOT_UTF8 = "\ufffd"


@dataclass(frozen=True)
class Problem:
    """One fault of a query string, and the way out of it."""

    parameter: str
    value: str
    message: str
    nearest: str = ""
    #: Whether it is the parameter that does not exist; ``nearest`` is then another parameter.
    is_about_name: bool = False

    def mended(self, data: QueryDict) -> str:
        """The query string with the nearest valid name or value in place of the faulty one."""
        query = data.copy()
        values = query.getlist(self.parameter)
        if self.is_about_name:
            query.setlist(self.nearest, [*query.getlist(self.nearest), *values])
            del query[self.parameter]
        else:
            query.setlist(self.parameter, [self.nearest if value[:SHOWN] == self.value else value for value in values])
        return query.urlencode()


def sentence(problem: Problem) -> str:
    """The problem in words: the parameter, what is wrong with it and the nearest valid name."""
    about = "" if f"“{problem.parameter}”" in problem.message else f"{problem.parameter}: "
    near = gettext("Did you mean “%(nearest)s”?") % {"nearest": problem.nearest} if problem.nearest else ""
    return f"{about}{problem.message} {near}".strip()


class CodesField(forms.MultipleChoiceField):
    """Several codes, checked against the vocabulary by the form as a whole."""

    default_error_messages: ClassVar = {"invalid_choice": NOT_VALID}

    def to_python(self, value: Any) -> list[str]:
        """An empty choice in a form ("all counties") is no choice."""
        return [code for code in super().to_python(value) if code]

    def valid_value(self, value: str) -> bool:
        """Codes that live in the database are checked together, in one statement, by the form."""
        return "\x00" not in value if not self.choices else super().valid_value(value)


class CodesFilter(django_filters.MultipleChoiceFilter):
    """OR within the parameter; no DISTINCT, because no filter multiplies rows."""

    field_class = CodesField

    def __init__(self, *, method: str, label: Any, choices: Any = ()) -> None:
        super().__init__(method=method, label=label, choices=choices, distinct=False)


class StrictForm(forms.Form):
    """The form of a FilterSet: knows which parameters exist and how often each may stand."""

    filterset: "StrictFilterSet"

    def clean(self) -> dict[str, Any]:
        """Refuse parameters that do not exist, stand twice or are not text."""
        valid = [*self.fields, *self.filterset.paging]
        for name in self.data:
            values = values_of(self.data, name)
            if name not in valid:
                self.add_error(None, unknown_parameter(name, values[-1], valid))
            elif len(values) > 1 and not isinstance(self.fields.get(name), forms.MultipleChoiceField):
                self.add_error(None, _repeated(name, values))
            elif any(NOT_UTF8 in value for value in values):
                self.add_error(None, _not_text(name))
        return self.cleaned_data


def values_of(data: Any, name: str) -> list[str]:
    """Every value the parameter has in the query string."""
    values = data.getlist(name) if isinstance(data, QueryDict) else data[name]
    return [values] if isinstance(values, str) else list(values)


def nearest(text: str, valid: Iterable[str]) -> str:
    """The valid word most like the text, empty when none is."""
    found = difflib.get_close_matches(text.lower()[:LONGEST_QUERY], list(valid), n=1, cutoff=0.5)
    return found[0] if found else ""


def unknown_parameter(name: str, value: str, valid: Iterable[str]) -> ValidationError:
    """There is no such parameter."""
    params = {"parameter": name[:SHOWN], "value": value[:SHOWN], "nearest": nearest(name, valid)}
    return ValidationError(_("There is no parameter “%(parameter)s”."), code="unknown_parameter", params=params)


def unknown_value(parameter: str, value: str, near: str) -> ValidationError:
    """The parameter exists, this value of it does not; ``near`` is the nearest that does, empty where none is."""
    params = {"parameter": parameter, "value": value[:SHOWN], "nearest": near}
    return ValidationError(NOT_VALID, code="invalid_choice", params=params)


def _repeated(name: str, values: list[str]) -> ValidationError:
    params = {"parameter": name, "value": ", ".join(values)[:SHOWN]}
    return ValidationError(_("“%(parameter)s” can be given only once."), code="repeated", params=params)


def _not_text(name: str) -> ValidationError:
    params = {"parameter": name}
    return ValidationError(_("The value of “%(parameter)s” is not UTF-8 text."), code="not_text", params=params)


def _order_field(orderings: Iterable[str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Order"),
        choices=[(name, name) for name in orderings],
        required=False,
        error_messages={"invalid_choice": NOT_VALID},
    )


class AsOfFilter(django_filters.DateFilter):
    """The day the whole answer is about; it chooses the starting set, so it filters nothing by itself."""

    def __init__(self) -> None:
        super().__init__(label=_("As of"), method="keep")

    @property
    def field(self) -> forms.Field:
        """Only days there are."""
        return DayField()


class StrictFilterSet(django_filters.FilterSet):
    """A list without parameters of its own. Subclasses add filters, orders and a starting set."""

    data: Any
    queryset: Any
    form_class: ClassVar[type[StrictForm]] = StrictForm
    #: The column that has a record's id, in whatever rows stand for records.
    row_key: ClassVar[str] = "pk"
    #: Paging parameters the list takes besides its filters.
    paging: tuple[str, ...] = PAGING
    #: ordering value → database ordering; each list ends on a unique key.
    orderings: ClassVar[Mapping[str, tuple[Any, ...]]] = {}
    #: Parameters whose values the form may put in other words, such as a name of today for one of before.
    restated: ClassVar[frozenset[str]] = frozenset()

    @cached_property
    def day(self) -> dt.date:
        """The day the answer is about: ``as_of``, or today."""
        asked = self.data.get("as_of") if "as_of" in self.filters else None
        try:
            return DayField().clean(asked) or timezone.localdate()
        except ValidationError:
            return timezone.localdate()

    @property
    def tidy_query(self) -> str:
        """The query string without what goes without saying: empty fields, today, the order that is in force anyway.

        That of a form sent without scripts becomes the one that links have. One with faults stays as it is.
        """
        query: QueryDict = self.data.copy()
        if not self.problems:
            for name, values in list(query.lists()):
                query.setlist(name, [value for value in values if value])
            for name in self.restated & query.keys():
                said = self.form.cleaned_data[name]
                query.setlist(name, said if isinstance(said, list) else [said])
            if query.get("as_of") and self.day == timezone.localdate():
                del query["as_of"]
            if query.get("ordering") and self.ordering == self._usual_ordering:
                del query["ordering"]
        return query.urlencode()

    def get_form_class(self) -> type[forms.Form]:
        """The FilterSet's form, which knows its FilterSet."""
        fields: dict[str, Any] = {name: filter_.field for name, filter_ in self.filters.items()}
        if self.orderings:
            fields["ordering"] = _order_field(self.orderings)
        return type("QueryForm", (self.form_class,), {**fields, "filterset": self})

    @property
    def problems(self) -> list[Problem]:
        """Every fault of the query string; empty when it can be answered."""
        found = []
        for field, errors in self.form.errors.as_data().items():
            for error in errors:
                params = error.params or {}
                parameter = params.get("parameter", field)
                value = str(params.get("value", self.data.get(field, "")))[:SHOWN]
                close = params.get("nearest") or self._nearest_choice(parameter, value)
                about_name = error.code == "unknown_parameter"
                found.append(Problem(parameter, value, str(error.messages[0]), close, about_name))
        return found

    def _nearest_choice(self, parameter: str, value: str) -> str:
        choices = getattr(self.form.fields.get(parameter), "choices", ())
        return nearest(value, [str(code) for code, _label in choices])

    @property
    def qs(self) -> models.QuerySet[Any]:
        """The answer, in order; empty when the query string has a fault."""
        if not self.is_valid():
            return self.queryset.none()  # type: ignore[no-any-return]
        return self.ordered(self.filtered(self.start()))

    def start(self) -> models.QuerySet[Any]:
        """The set every door starts from on the day."""
        return self.queryset  # type: ignore[no-any-return]

    def filtered(self, queryset: models.QuerySet[Any], *, ignoring: Container[str] = ()) -> models.QuerySet[Any]:
        """The set narrowed by every parameter but some: a facet ignores its own."""
        for name, value in self.form.cleaned_data.items():
            if value and name not in ignoring and name in self.filters:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def ordered(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """By the asked order; relevance where there are search words, else the first that is offered."""
        return queryset.order_by(*self.orderings[self.ordering]) if self.orderings else queryset

    @property
    def ordering(self) -> str:
        """The order in force."""
        asked = self.form.cleaned_data.get("ordering")
        return asked if asked and (asked != "relevance" or self.form.cleaned_data.get("q")) else self._usual_ordering

    @property
    def _usual_ordering(self) -> str:
        return "relevance" if self.form.cleaned_data.get("q") else "name"

    def keep(self, queryset: models.QuerySet[Any], _name: str, _value: Any) -> models.QuerySet[Any]:
        """For a parameter that acts elsewhere."""
        return queryset


class Unordered:
    """For a FilterSet whose rows are counted or looked at together: all of them, in no order."""

    paging: ClassVar[tuple[str, ...]] = ()

    def get_form_class(self) -> type[forms.Form]:
        """The form of the list without its order."""
        return type("UnorderedForm", (super().get_form_class(),), {"ordering": None})  # type: ignore[misc]
