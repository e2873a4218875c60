namespace Holdfast.Simulator.Calls;

/// <summary>How a call ended; null stands for success.</summary>
/// <param name="Code">Slack's error code.</param>
/// <param name="Message">What <c>response_metadata.messages</c> says about it.</param>
internal sealed record ApiError(string Code, string? Message = null)
{
    public static ApiError Missing(string argument) => new("invalid_arguments", $"[ERROR] missing required field: {argument}");

    public static implicit operator ApiError(string code) => new(code);
}
