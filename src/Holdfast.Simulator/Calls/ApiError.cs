namespace Holdfast.Simulator.Calls;

/// <summary>How a call ended; null stands for success.</summary>
/// <param name="Code">Slack's error code.</param>
/// <param name="Message">What <c>response_metadata.messages</c> says about it.</param>
internal sealed record ApiError(string Code, string? Message = null)
{
    /// <summary>The scopes one of which the token lacks, as <c>needed</c> names them; null when it is about something else.</summary>
    public string? Needed { get; private init; }

    /// <summary>The token lacks a scope.</summary>
    /// <param name="scopes">Those one of which would do.</param>
    public static ApiError MissingScope(params IEnumerable<string> scopes) => new("missing_scope") { Needed = string.Join(',', scopes) };

    public static ApiError Missing(string argument) => new("invalid_arguments", $"[ERROR] missing required field: {argument}");

    public static implicit operator ApiError(string code) => new(code);
}
