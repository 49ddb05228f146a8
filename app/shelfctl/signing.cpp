#include "app/shelfctl/signing.h"

#include "app/shelfctl/session.h"
#include "governance/release/files.h"
#include "model/domain/text.h"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace shelf::cli {

namespace {

constexpr size_t maxKeys = 2;
constexpr int pollMilliseconds = 200;

Error cancelledError()
{
    return {ErrorKind::Cancelled, "CANCELLED", "--sign", "cancelled; nothing was written", "start again when you are ready"};
}

// Up to the end of a line, a byte at a time: what follows belongs to the next key.
Result<Secret> readLine(int descriptor, const std::string& where, const std::function<bool()>& cancelled)
{
    Secret secret;
    for (;;) {
        pollfd waiting{descriptor, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, pollMilliseconds);
        if (cancelled())
            return cancelledError();
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        char byte = 0;
        const ssize_t got = ::read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(where, "the passphrase cannot be read", errno);
        if (got == 0 || byte == '\n')
            return secret;
        if (!secret.push(byte))
            return Error{ErrorKind::Usage, "PASSPHRASE", where,
                "the passphrase is longer than " + std::to_string(Secret::maxBytes) + " bytes", "check what is on that descriptor"};
    }
}

// Keeps what is typed off the screen.
class Unseen {
public:
    explicit Unseen(int terminal) : m_terminal(terminal)
    {
        m_changed = ::tcgetattr(terminal, &m_before) == 0;
        termios hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ECHONL;
        if (m_changed)
            ::tcsetattr(terminal, TCSAFLUSH, &hidden);
    }
    ~Unseen()
    {
        if (m_changed)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

private:
    int m_terminal;
    termios m_before{};
    bool m_changed = false;
};

Result<Secret> askTerminal(const std::string& keyFile, const std::function<bool()>& cancelled)
{
    const FileHandle terminal(::isatty(STDIN_FILENO) ? ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1);
    if (!terminal.valid())
        return rejected("KEY", keyFile, "is encrypted, and there is no terminal to ask for its passphrase", "use --passphrase-fd N");
    const Unseen unseen(terminal.get());
    const std::string prompt = "Passphrase for " + forTerminal(keyFile, 200) + ": ";
    (void)!::write(terminal.get(), prompt.data(), prompt.size());
    return readLine(terminal.get(), keyFile, cancelled);
}

} // namespace

void addSigning(CommandBuilder& command, SigningOptions& options)
{
    command.repeated(options.keyFiles, "--sign", "KEYFILE", "Sign the manifest with this Ed25519 key; twice while keys change")
        .option(options.passphraseDescriptor, "--passphrase-fd", "N", "Read the key's passphrase from this descriptor, a line a key");
}

Result<std::vector<SigningKey>> loadKeys(const Context& context, const SigningOptions& options, const std::string& workspace)
{
    const auto descriptor = optionalNumber("--passphrase-fd", options.passphraseDescriptor, INT_MAX);
    if (!descriptor)
        return descriptor.error();
    if (options.keyFiles.size() > maxKeys)
        return usageError("--sign", "more than two keys are given", "sign with the old key and the new one");
    if (*descriptor && options.keyFiles.empty())
        return usageError("--passphrase-fd", "no key is given", "name one with --sign");
    if (*descriptor && ::fcntl(static_cast<int>(**descriptor), F_GETFD) == -1)
        return usageError("--passphrase-fd", "descriptor " + *options.passphraseDescriptor + " is not open",
            "open it, as in `--passphrase-fd 3 3< file`");
    const auto cancelled = [&context] { return context.cancel && context.cancel->load(std::memory_order_relaxed); };
    const PassphraseSource source = [&](const std::string& keyFile) {
        return *descriptor ? readLine(static_cast<int>(**descriptor), "--passphrase-fd", cancelled) : askTerminal(keyFile, cancelled);
    };
    std::vector<SigningKey> keys;
    for (const std::string& file : options.keyFiles) {
        if (trimmed(file).empty())
            return usageError("--sign", "the name of the key file is empty", "name the file that holds the private key");
        auto key = SigningKey::load(file, workspace, source);
        if (!key)
            return key.error();
        if (!keys.empty() && keys.front().fingerprint() == key->fingerprint())
            return usageError("--sign", "both files hold the same key", "sign with the old key and the new one");
        keys.push_back(std::move(*key));
    }
    return keys;
}

} // namespace shelf::cli
