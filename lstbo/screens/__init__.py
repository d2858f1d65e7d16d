"""The pages of the terminal, named as the owner says them; each mirrors a page of the notebook it replaces.

A page reads through a worker thread, one room function at a time, and draws what comes back as a message in the past
tense. It holds no rule and no SQL, and opens no file: the `Desk` holds the book.
"""

from typing import TYPE_CHECKING

from lstbo.core.front import front_page

if TYPE_CHECKING:
    from lstbo.screens.as_of import AsOf, AsOfScreen
    from lstbo.screens.beginning import Beginning, begin_book
    from lstbo.screens.clipboard import copy_in_terminal
    from lstbo.screens.desk import Desk, Shop
    from lstbo.screens.drafts import DraftsScreen
    from lstbo.screens.everywhere import EverywhereApp
    from lstbo.screens.explanation import ExplanationPage
    from lstbo.screens.fault import FaultScreen, show_fault
    from lstbo.screens.first_run import FirstRun
    from lstbo.screens.guide import GuideScreen
    from lstbo.screens.keymap import OwnKeys, read_keys
    from lstbo.screens.page import Page, View
    from lstbo.screens.palette import PaletteScreen
    from lstbo.screens.places import PLACES, Place, opener, place_of_digit
    from lstbo.screens.preferences import Preferences, folder, load_preferences, save_preferences
    from lstbo.screens.shell import Frame, Shell
    from lstbo.screens.stopping import close_on_signals
    from lstbo.screens.surroundings import Surroundings, banner_text, look_around, right_text, status_text
    from lstbo.screens.themes import NAMES, THEMES, choose_theme
    from lstbo.screens.warming import load_ahead

__all__ = [
    "NAMES",
    "PLACES",
    "THEMES",
    "AsOf",
    "AsOfScreen",
    "Beginning",
    "Desk",
    "DraftsScreen",
    "EverywhereApp",
    "ExplanationPage",
    "FaultScreen",
    "FirstRun",
    "Frame",
    "GuideScreen",
    "OwnKeys",
    "Page",
    "PaletteScreen",
    "Place",
    "Preferences",
    "Shell",
    "Shop",
    "Surroundings",
    "View",
    "banner_text",
    "begin_book",
    "choose_theme",
    "close_on_signals",
    "copy_in_terminal",
    "folder",
    "load_ahead",
    "load_preferences",
    "look_around",
    "opener",
    "place_of_digit",
    "read_keys",
    "right_text",
    "save_preferences",
    "show_fault",
    "status_text",
]
__getattr__ = front_page(
    __name__,
    {
        "as_of": "AsOf AsOfScreen",
        "beginning": "Beginning begin_book",
        "clipboard": "copy_in_terminal",
        "desk": "Desk Shop",
        "drafts": "DraftsScreen",
        "everywhere": "EverywhereApp",
        "explanation": "ExplanationPage",
        "fault": "FaultScreen show_fault",
        "first_run": "FirstRun",
        "guide": "GuideScreen",
        "keymap": "OwnKeys read_keys",
        "page": "Page View",
        "palette": "PaletteScreen",
        "places": "PLACES Place opener place_of_digit",
        "preferences": "Preferences folder load_preferences save_preferences",
        "shell": "Frame Shell",
        "stopping": "close_on_signals",
        "surroundings": "Surroundings banner_text look_around right_text status_text",
        "themes": "NAMES THEMES choose_theme",
        "warming": "load_ahead",
    },
)
