namespace Holdfast.Operators;

/// <summary>That the agent is paused.</summary>
/// <param name="By">Who paused it: a user's id, or the server's console.</param>
/// <param name="At">When.</param>
public sealed record PauseState(string By, DateTimeOffset At);
