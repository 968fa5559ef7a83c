"""What can be held of an economy, by name. Apart from the values, so that conditions can name them; nothing else lives here."""

from __future__ import annotations

from enum import StrEnum


class CountryField(StrEnum):
    """What can be held of an economy, in the order in which it is shown."""

    IP_INDEX = "ip_index"
    RULE_OF_LAW = "rule_of_law"
    SPECIAL_301 = "special_301"
    PCT_MONTHS = "pct_months"
    IP_ATTACHE = "ip_attache"
    HELPDESK = "helpdesk"
    TOOLKIT = "toolkit"
    PARIS = "paris"
    PCT = "pct"
    PLT = "plt"
    MADRID = "madrid"
    HAGUE_DESIGNS = "hague_designs"
    BERNE = "berne"
    WCT = "wct"
    TRIPS = "trips"
    NEW_YORK = "new_york"
    HAGUE_JUDGMENTS = "hague_judgments"
    OWNERSHIP = "ownership"
    WORK_FOR_HIRE = "work_for_hire"
    EMPLOYEES = "employees"
    ASSIGNMENT = "assignment"
    LICENCES = "licences"
    REVERSION = "reversion"
    MORAL_RIGHTS = "moral_rights"
    REGISTRATION = "registration"
    INVENTIONS = "inventions"
    EMPLOYEE_INVENTIONS = "employee_inventions"
    FOREIGN_FILING = "foreign_filing"
    MARKS_LAW = "marks"
    NON_COMPETE = "non_compete"
    TRADE_SECRETS = "trade_secrets"
    CAUTION = "caution"
