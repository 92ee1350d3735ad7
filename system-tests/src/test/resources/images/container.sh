#!/bin/sh
# Runs a command as a container would: in a root file system of its own that cannot be written to,
# made of an image's files, with this machine's C library and tools in place of the base's.
# Needs root; `unshare --mount --propagation private` comes before it, so nothing stays mounted.
#
# container.sh NEW_ROOT IMAGE JAVA_HOME WORKING_DIRECTORY [SOURCE:TARGET:ro|rw]... -- ENV_ARGUMENT...
set -eu
root=$1
image=$2
java=$3
directory=$4
shift 4

read_only() {
  mkdir -p "$2"
  mount --bind "$1" "$2"
  mount -o remount,bind,ro "$2"
}

mount -t tmpfs -o mode=755 none "$root"
for folder in usr bin sbin lib lib32 lib64; do
  if [ -L "/$folder" ]; then
    cp -P "/$folder" "$root/$folder"
  elif [ -d "/$folder" ]; then
    read_only "/$folder" "$root/$folder"
  fi
done
mkdir "$root/etc" "$root/dev" "$root/proc" "$root/tmp"
for file in /etc/ld.so.cache /etc/hosts /etc/nsswitch.conf /etc/resolv.conf /etc/java-*; do
  [ ! -e "$file" ] || cp -a "$file" "$root/etc/"
done
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount --rbind /proc "$root/proc"
# As strict as container engines mount it.
mount -t tmpfs -o noexec,nosuid,nodev,mode=1777,size=32m none "$root/tmp"
read_only "$java" "$root/opt/java"
read_only "$image/app" "$root/app"
[ ! -d "$image/var" ] || cp -a "$image/var" "$root/var"
while [ "$1" != -- ]; do
  source=${1%%:*}
  mode=${1##*:}
  target=${1#*:}
  target=$root${target%:*}
  if [ "$mode" = ro ]; then
    read_only "$source" "$target"
  else
    mkdir -p "$target"
    mount --bind "$source" "$target"
  fi
  shift
done
shift
mount -o remount,ro none "$root"
exec chroot "$root" /usr/bin/env -i -C "$directory" "$@"
