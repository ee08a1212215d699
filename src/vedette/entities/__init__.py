"""Who is on a list, what lists say of a hull, who stands behind her, and what ties a ship to a listed one."""

from vedette.entities import contact, hulls, ownership
from vedette.steps import Step

STEPS: tuple[Step, ...] = (hulls.STEP, ownership.STEP, contact.STEP)
