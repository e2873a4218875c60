using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Holdfast.Configuration;

namespace Holdfast.Http.Addresses;

/// <summary>What is fetched of the addresses that people, models and pages name. Section <c>Fetch</c>.</summary>
public sealed class FetchOptions : IValidatableObject
{
    internal const string AnyPort = "*";

    /// <summary>
    /// Hosts that may be asked although they are not public: <c>wiki.example</c>, <c>*.corp.example</c>, <c>10.0.0.7:8080</c>. With a port that port
    /// alone, without one those that are allowed anyway. Default: none.
    /// </summary>
    public IList<string> AllowedHosts { get; init; } = [];

    /// <summary>Networks whose addresses count as public, such as <c>10.20.0.0/16</c>. Default: none.</summary>
    public IList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Ports besides 80 and 443; <c>*</c> for any. Default: none.</summary>
    public IList<string> AllowedPorts { get; init; } = [];

    /// <summary>The longest that one address may take, with its redirects, to the last byte. Default: 20 s.</summary>
    [Duration(1, 120)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AllowedHosts.FirstOrDefault(host => AllowedHost.Read(host) is null) is { } host)
            yield return new ValidationResult($"AllowedHosts must hold hosts, such as wiki.example, *.corp.example or 10.0.0.7:8080; '{host}' is none.", [nameof(AllowedHosts)]);
        if (AllowedNetworks.FirstOrDefault(network => !IPNetwork.TryParse(network, out _)) is { } network)
            yield return new ValidationResult($"AllowedNetworks must hold networks by their first address and length, such as 10.20.0.0/16; '{network}' is none.", [nameof(AllowedNetworks)]);
        if (AllowedPorts.FirstOrDefault(port => port != AnyPort && PortOf(port) is null) is { } port)
            yield return new ValidationResult($"AllowedPorts must hold numbers from 1 to 65535, or *; '{port}' is none.", [nameof(AllowedPorts)]);
    }

    /// <summary>A port of <see cref="AllowedPorts"/>; null where it is none.</summary>
    internal static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65_535 ? port : null;
}
