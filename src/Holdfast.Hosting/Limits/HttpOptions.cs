using System.ComponentModel.DataAnnotations;

namespace Holdfast.Hosting.Limits;

/// <summary>What clients of the server's port may ask of it. Section <c>Http</c>.</summary>
internal sealed class HttpOptions
{
    /// <summary>Requests that one client may make in a minute, at all workers together where there is a Redis; 0 for any number. Default: 600.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;
}
