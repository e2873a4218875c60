namespace Holdfast.Simulator.World;

/// <summary>What the app suggests to say, as buttons.</summary>
/// <param name="Channel">The direct message.</param>
/// <param name="ThreadTs">The chat; null for the app's whole place.</param>
/// <param name="Title">What stands above them; empty for nothing.</param>
/// <param name="Prompts">The buttons.</param>
public sealed record SuggestedPrompts(string Channel, string? ThreadTs, string Title, IReadOnlyList<SuggestedPrompt> Prompts);

/// <summary>One of them.</summary>
/// <param name="Title">What stands on the button.</param>
/// <param name="Message">What the person says by pressing it.</param>
public sealed record SuggestedPrompt(string Title, string Message);

/// <summary>The title of a chat.</summary>
/// <param name="Channel">The direct message.</param>
/// <param name="ThreadTs">The chat.</param>
/// <param name="Title">Its title.</param>
public sealed record ThreadTitle(string Channel, string ThreadTs, string Title);
