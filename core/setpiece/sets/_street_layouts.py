"""How each built exterior is laid out: where ground, rows of buildings and furniture go."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ._street_grounds import circus, courtyard, farmyard, institution, suburb
from ._street_kit import Layout
from ._street_station import platform
from ._street_town import alley, parking, rooftop, street
from ._yard import Yard

LAYOUTS: dict[str, Callable[[Yard, np.random.Generator, bool], Layout]] = {
    "street": street,
    "alley": alley,
    "parking": parking,
    "suburb": suburb,
    "rooftop": rooftop,
    "courtyard": courtyard,
    "institution": institution,
    "farmyard": farmyard,
    "circus": circus,
    "platform": platform,
}


_ALSO: dict[str, str] = {
    "storefront": "street",
    "shop": "street",
    "store": "street",
    "sidewalk": "street",
    "avenue": "street",
    "downtown": "street",
    "city": "street",
    "market": "street",
    "square": "courtyard",
    "plaza": "courtyard",
    "yard": "courtyard",
    "gate": "courtyard",
    "court": "courtyard",
    "palace": "courtyard",
    "prison": "courtyard",
    "temple": "courtyard",
    "lot": "parking",
    "garage": "parking",
    "gas": "parking",
    "motel": "parking",
    "mall": "parking",
    "supermarket": "parking",
    "station": "institution",
    "airport": "parking",
    "house": "suburb",
    "home": "suburb",
    "porch": "suburb",
    "driveway": "suburb",
    "lawn": "suburb",
    "neighborhood": "suburb",
    "residence": "suburb",
    "cottage": "suburb",
    "mansion": "suburb",
    "roof": "rooftop",
    "balcony": "rooftop",
    "terrace": "rooftop",
    "backstreet": "alley",
    "alleyway": "alley",
    "lane": "alley",
    "passage": "alley",
    "dock": "alley",
    "school": "institution",
    "hospital": "institution",
    "church": "institution",
    "university": "institution",
    "campus": "institution",
    "courthouse": "institution",
    "office": "institution",
    "museum": "institution",
    "library": "institution",
    "storage": "parking",
    "facility": "institution",
    "building": "institution",
    "bank": "institution",
    "hotel": "institution",
    "farm": "farmyard",
    "barn": "farmyard",
    "ranch": "farmyard",
    "stable": "farmyard",
    "fair": "circus",
    "carnival": "circus",
    "fairground": "circus",
}


def layout_of(variant: str, location: str = "") -> str:
    """The layout for ``variant``, else by a word of it or of ``location``, else a street."""
    for text in (variant, location):
        for word in (text.lower(), *text.lower().replace("-", " ").replace("_", " ").split()):
            name = word if word in LAYOUTS else _ALSO.get(word, _ALSO.get(word.rstrip("s"), ""))
            if name:
                return name
    return "street"
