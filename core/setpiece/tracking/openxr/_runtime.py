"""A headless OpenXR session and the poses of everything in it; lives in a process that may die of it."""

from __future__ import annotations

import contextlib
import ctypes
from importlib import import_module
from typing import Any

from ...errors import InputError, MissingExtraError, SetpieceError
from ._clock import EXTENSION as CLOCK
from ._clock import open_clock
from ._profiles import profiles
from ._wire import Located
from ._xdev import EXTENSION as DEVICES
from ._xdev import device_spaces

HEADLESS = "XR_MND_headless"
_SPACES = {"stage": ("STAGE", "LOCAL"), "local": ("LOCAL", "STAGE")}
_VALID = 3


class LostError(SetpieceError):
    """The session is over through no fault of ours; a new one may do better."""


def load_xr() -> Any:
    """pyopenxr.

    Raises:
        MissingExtraError: It is not installed, or its loader cannot be.
    """
    try:
        return import_module("xr")
    except (ImportError, OSError) as e:
        remedy = 'Install it: pip install "setpiece[openxr]".'
        raise MissingExtraError(f"pyopenxr cannot be loaded: {e}", where="openxr", remedy=remedy) from e


class Runtime:
    """A session with whatever runtime this computer has.

    Args:
        space: ``stage`` (the floor's middle, as set up in the runtime) or ``local`` (where the headset began).

    Attributes:
        name, system, space: The runtime, its headset, and the space that poses are given in.
        moved: How often the runtime laid that space anew.

    Raises:
        MissingExtraError: No pyopenxr.
        InputError: The runtime cannot do without a picture, or cannot say what time it is.
        LostError: There is no runtime, or no headset, now.
    """

    def __init__(self, space: str = "stage") -> None:
        self._xr = load_xr()
        xr = self._xr
        offered = self._asked(lambda: {_text(e.extension_name) for e in xr.enumerate_instance_extension_properties()})
        for needed, why in ((HEADLESS, "track without showing a picture"), (CLOCK, "say what time it is")):
            if needed not in offered:
                raise InputError(f"the OpenXR runtime cannot {why}: it lacks {needed}", where="openxr",
                                 remedy="Use a runtime that has it: SteamVR, Monado.")  # fmt: skip
        self._offered = offered & {HEADLESS, CLOCK, DEVICES, *profiles().extensions()}
        self._began = False
        self.moved = 0
        self.instance = self._asked(self._create_instance)
        self.name = _text(xr.get_instance_properties(self.instance).runtime_name)
        self.clock = open_clock(self._function, self.instance)
        system = self._asked(
            lambda: xr.get_system(self.instance, xr.SystemGetInfo(form_factor=xr.FormFactor.HEAD_MOUNTED_DISPLAY))
        )
        self.system = _text(xr.get_system_properties(self.instance, system).system_name)
        info = xr.SessionCreateInfo(system_id=system, next=None)
        self._session = self._asked(lambda: xr.create_session(self.instance, info))
        self._base, self.space = self._asked(lambda: self._reference(space))
        view = xr.ReferenceSpaceCreateInfo(reference_space_type=xr.ReferenceSpaceType.VIEW)
        self._spaces: dict[str, Any] = {"head": self._asked(lambda: xr.create_reference_space(self._session, view))}
        bound = self._asked(self._bind)
        self._active = (xr.ActiveActionSet * len(bound))(*[xr.ActiveActionSet(each, xr.NULL_PATH) for each in bound])
        self._sync = xr.ActionsSyncInfo(count_active_action_sets=len(bound), active_action_sets=self._active)
        self._seen: set[str] = set()

    # --- setting up ------------------------------------------------------------------------

    def _asked(self, ask: Any) -> Any:
        """The runtime's answer; its refusals in our words."""
        xr = self._xr
        try:
            return ask()
        except (xr.RuntimeUnavailableError, xr.RuntimeFailureError) as e:
            remedy = "Start SteamVR or monado-service; XR_RUNTIME_JSON names another one."
            raise LostError(f"no OpenXR runtime answers ({type(e).__name__})", where="openxr", remedy=remedy) from e
        except xr.FormFactorUnavailableError as e:
            raise LostError("the OpenXR runtime has no headset now", where="openxr", remedy="Switch it on.") from e
        except xr.exception.XrException as e:
            remedy = "Restart the runtime if this goes on."
            raise LostError(f"the OpenXR runtime refused ({type(e).__name__})", where="openxr", remedy=remedy) from e

    def _create_instance(self) -> Any:
        xr = self._xr
        about = xr.ApplicationInfo("Setpiece", 1, "Setpiece", 1, xr.Version(1, 0, 0))
        return xr.create_instance(xr.InstanceCreateInfo(application_info=about,
                                                        enabled_extension_names=sorted(self._offered)))  # fmt: skip

    def _function(self, name: str, *kinds: Any) -> Any:
        """A function of an extension, by its argument types; it returns an XrResult."""
        found = self._asked(lambda: self._xr.get_instance_proc_addr(self.instance, name))
        address = ctypes.cast(found, ctypes.c_void_p).value or 0
        prototype: Any = ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)
        return prototype(address)

    def _reference(self, space: str) -> tuple[Any, str]:
        xr = self._xr
        offered = {xr.ReferenceSpaceType(s).name for s in xr.enumerate_reference_spaces(self._session)}
        name = next(s for s in (*_SPACES[space], "LOCAL") if s in offered or s == "LOCAL")
        info = xr.ReferenceSpaceCreateInfo(reference_space_type=xr.ReferenceSpaceType[name])
        return xr.create_reference_space(self._session, info), name

    def _bind(self) -> list[Any]:
        """The action sets: poses of the hands, and of the trackers' roles where the runtime knows them."""
        xr, wanted = self._xr, profiles()
        hands = {hand: f"/user/hand/{hand}" for hand in wanted.hands}
        known = [p.path for p in wanted.profile if not p.extension or p.extension in self._offered]
        sets = [self._action_set("hands", hands, known)]
        trackers = wanted.trackers
        if trackers.extension in self._offered:
            roles = {f"tracker:{role}": f"/user/vive_tracker_htcx/role/{role}" for role in trackers.roles}
            with contextlib.suppress(xr.exception.XrException):  # the hands and the headset are worth having without
                sets.append(self._action_set("trackers", roles, [trackers.path]))
        bound = [actions for actions, _, _ in sets]
        xr.attach_session_action_sets(self._session, xr.SessionActionSetsAttachInfo(action_sets=bound))
        for _, action, paths in sets:
            for subject, path in paths.items():
                info = xr.ActionSpaceCreateInfo(action=action, subaction_path=path)
                self._spaces[subject] = xr.create_action_space(self._session, info)
        return bound

    def _action_set(self, name: str, users: dict[str, str], known: list[str]) -> tuple[Any, Any, dict[str, Any]]:
        """A set with one action, the pose of each user, and what its subjects' paths are."""
        xr = self._xr
        paths = {subject: xr.string_to_path(self.instance, path) for subject, path in users.items()}
        actions = xr.create_action_set(self.instance, xr.ActionSetCreateInfo(
            action_set_name=name, localized_action_set_name=name.capitalize(), priority=0))  # fmt: skip
        action = xr.create_action(actions, xr.ActionCreateInfo(
            action_type=xr.ActionType.POSE_INPUT, action_name="pose", localized_action_name="Pose",
            count_subaction_paths=len(paths), subaction_paths=(xr.Path * len(paths))(*paths.values())))  # fmt: skip
        for profile in known:
            self._suggest(action, profile, list(users.values()))
        return actions, action, paths

    def _suggest(self, action: Any, profile: str, users: list[str]) -> None:
        xr = self._xr
        to_path = xr.string_to_path
        pairs = [xr.ActionSuggestedBinding(action, to_path(self.instance, f"{u}/input/grip/pose")) for u in users]
        suggestion = xr.InteractionProfileSuggestedBinding(
            interaction_profile=to_path(self.instance, profile), count_suggested_bindings=len(pairs),
            suggested_bindings=(xr.ActionSuggestedBinding * len(pairs))(*pairs))  # fmt: skip
        try:
            xr.suggest_interaction_profile_bindings(self.instance, suggestion)
        except xr.exception.XrException:
            return  # a profile that this runtime does not know is one kind of controller less, not a failure

    # --- running ---------------------------------------------------------------------------

    def step(self) -> str:
        """Hear what the runtime says: ``waiting``, or ``running`` when poses can be had.

        Raises:
            LostError: The session or the runtime is gone.
        """
        xr = self._xr
        for _ in range(64):
            try:
                event = xr.poll_event(self.instance)
            except xr.EventUnavailable:
                break
            except xr.exception.XrException as e:
                raise LostError(f"the OpenXR runtime is gone ({type(e).__name__})", where="openxr") from e
            if event.type == xr.StructureType.EVENT_DATA_INSTANCE_LOSS_PENDING:
                raise LostError("the OpenXR runtime is about to end", where="openxr")
            if event.type == xr.StructureType.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING:
                kind = ctypes.POINTER(xr.EventDataReferenceSpaceChangePending)
                space = ctypes.cast(ctypes.byref(event), kind).contents.reference_space_type
                self.moved += xr.ReferenceSpaceType(space).name == self.space
            if event.type == xr.StructureType.EVENT_DATA_SESSION_STATE_CHANGED:
                kind = ctypes.POINTER(xr.EventDataSessionStateChanged)
                self._turned(xr.SessionState(ctypes.cast(ctypes.byref(event), kind).contents.state))
        return "running" if self._began else "waiting"

    def _turned(self, state: Any) -> None:
        xr, states = self._xr, self._xr.SessionState
        if state == states.READY and not self._began:
            self._asked(lambda: xr.begin_session(
                self._session, xr.SessionBeginInfo(xr.ViewConfigurationType.PRIMARY_STEREO)))  # fmt: skip
            self._began = True
            # Made once poses run: Monado lists its devices then as well.
            if DEVICES in self._offered:
                self._spaces |= device_spaces(xr, self._function, self._session)
        elif state == states.STOPPING:
            self._asked(lambda: xr.end_session(self._session))
            self._began = False
        elif state in (states.LOSS_PENDING, states.EXITING):
            raise LostError(f"the OpenXR runtime ended the session ({state.name})", where="openxr")

    def locate(self) -> tuple[int, list[Located]]:
        """Now (monotonic ns) and where everything is that was ever seen.

        Raises:
            LostError: The session or the runtime is gone.
        """
        xr = self._xr
        self._asked(lambda: xr.sync_actions(self._session, self._sync))
        try:
            now_ns, now_xr = self.clock.now()
        except ValueError as e:
            raise LostError(str(e), where="openxr") from e
        at = xr.Time(now_xr)
        found: list[Located] = []
        for subject, space in self._spaces.items():
            where = self._asked(lambda space=space: xr.locate_space(space, self._base, at))
            flags = int(where.location_flags) & 15
            if flags & _VALID:
                self._seen.add(subject)
            if subject in self._seen:
                p, q = where.pose.position, where.pose.orientation
                found.append(Located(subject, flags, (p.x, p.y, p.z), (q.x, q.y, q.z, q.w)))
        return now_ns, found

    def close(self) -> None:
        """Give the session back; whatever the runtime says to it."""
        xr = self._xr
        try:
            if self._began:
                xr.request_exit_session(self._session)
            xr.destroy_instance(self.instance)
        except xr.exception.XrException:
            return


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
