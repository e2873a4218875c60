using System.Security.Cryptography.X509Certificates;
using Holdfast.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Holdfast.Testing;

/// <summary>A web server behind TLS, as providers are.</summary>
internal static class TlsServer
{
    /// <summary>Makes one on localhost, which is yet to be started.</summary>
    /// <param name="certificates">Whose it is.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="protocols">What it offers.</param>
    /// <param name="answer">What it does with each request.</param>
    public static WebApplication Create(TestCertificates certificates, int port, HttpProtocols protocols, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(X509Certificate2.CreateFromPemFile(certificates.CertificateFile, certificates.KeyFile));
        }));
        var app = builder.Build();
        app.Run(answer);
        return app;
    }
}
