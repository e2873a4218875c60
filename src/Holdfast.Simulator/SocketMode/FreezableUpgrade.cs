using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Simulator.SocketMode;

/// <summary>Slips the <see cref="FreezableStream"/> under the WebSocket that ASP.NET makes.</summary>
internal sealed class FreezableUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    public FreezableStream? Stream { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        Stream = new FreezableStream(await inner.UpgradeAsync());
        return Stream;
    }
}
