using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Connection;

/// <summary>Where Slack's requests are taken in, when it delivers by HTTP. Section <c>SlackHttp</c>.</summary>
public sealed class HttpIntakeOptions
{
    /// <summary>The port. It may be that of health, where a platform gives a program one port only. Default: 3000.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 3000;

    /// <summary>
    /// The address that is listened on: <c>0.0.0.0</c> where the proxy that ends TLS is on another machine. Default: <c>127.0.0.1</c>.
    /// </summary>
    [Required(AllowEmptyStrings = false)]
    [IPAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The path that Slack's requests begin with, as they arrive here: behind a proxy that passes its own prefix on, with that. Default: <c>/slack</c>.</summary>
    [RegularExpression("/[^\\s?#]*", ErrorMessage = "Path must begin with a slash and hold no blanks, question mark or #.")]
    public string Path { get; set; } = "/slack";

    /// <summary>
    /// The address that stands on the app's page as its request URL. It is called every minute, so that a proxy or a certificate that fails is noticed here.
    /// Default: none, only this server is looked at.
    /// </summary>
    [WebAddress(IsOptional = true)]
    public Uri? PublicUrl { get; set; }

    /// <summary>The largest request that is read, in bytes. Default: 4 MiB.</summary>
    [Range(65_536, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>This server's own address, as it is reached from its own machine.</summary>
    public Uri LocalUrl
    {
        get
        {
            var host = Address switch
            {
                "0.0.0.0" => "127.0.0.1",
                "::" => "[::1]",
                var address when address.Contains(':', StringComparison.Ordinal) => $"[{address}]",
                var address => address,
            };
            return new Uri($"http://{host}:{Port}{Path.TrimEnd('/')}/events");
        }
    }
}
